//! What the lines or registers of a sensor mean.

use leptos::prelude::*;
use serde_json::{Map, Value, json};

use crate::api::Failure;
use crate::api::registry::Row;
use crate::language::spoken;
use crate::live::Model;
use crate::parts::form::Checkbox;
use crate::parts::icon::Icon;
use crate::parts::show::Show;
use crate::screens::admin::ask::{Word, told};
use crate::screens::admin::form::Form;

/// What a channel counts.
static DIRECTIONS: [Word; 4] = [
    ("both", ("вход и выход", "in and out")),
    ("in", ("только вход", "in only")),
    ("out", ("только выход", "out only")),
    ("none", ("не учитывать", "not counted")),
];

/// A channel that is being typed.
#[derive(Clone, Copy)]
struct Channel {
    source: RwSignal<String>,
    direction: RwSignal<String>,
    flip: RwSignal<bool>,
    /// Whether the service does not know it yet: what it knows it keeps.
    is_new: RwSignal<bool>,
}

/// The channels that are being typed.
#[derive(Clone, Copy)]
pub struct Channels {
    rows: Model<Vec<Channel>>,
    form: Form,
}

impl Channels {
    /// Those of a sensor; none of a new one, which shows them with its first push.
    pub fn of(sensor: Option<&Row>, form: Form) -> Self {
        let rows = sensor
            .map(|sensor| sensor.rows("channels"))
            .unwrap_or_default();
        let channel = |row: Row| Channel {
            source: RwSignal::new(row.text("source")),
            direction: RwSignal::new(row.text("direction")),
            flip: RwSignal::new(row.text("flip") == "true"),
            is_new: RwSignal::new(false),
        };
        Self {
            rows: Model::new(rows.into_iter().map(channel).collect()),
            form,
        }
    }

    /// What is sent.
    pub fn put(&self, body: &mut Map<String, Value>) {
        let sent = |channel: &Channel| {
            json!({
                "source": channel.source.get_untracked(),
                "direction": channel.direction.get_untracked(),
                "flip": channel.flip.get_untracked(),
            })
        };
        let rows: Vec<Value> = self
            .rows
            .with_untracked(|rows| rows.iter().map(sent).collect());
        body.insert("channels".to_owned(), rows.into());
    }

    /// Notes that all of them were entered.
    pub fn keep(&self) {
        for channel in self.rows.try_with_untracked(Vec::clone).unwrap_or_default() {
            channel.is_new.set(false);
        }
    }
}

/// Whether a refusal speaks of channels.
pub fn is_own(failure: &Failure) -> bool {
    let field = failure.field();
    field.is_some_and(|field| field.starts_with("channels["))
}

/// The editor of channels.
#[component]
pub fn Editor(channels: Channels, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let Channels { rows, form } = channels;
    let add = move |_| {
        rows.update(|rows| {
            rows.push(Channel {
                source: RwSignal::new(String::new()),
                direction: RwSignal::new("both".to_owned()),
                flip: RwSignal::new(false),
                is_new: RwSignal::new(true),
            });
        });
        form.touch();
    };
    let remove = Callback::new(move |channel: Channel| {
        rows.update(|rows| rows.retain(|row| row.source != channel.source));
        form.touch();
    });
    let wrong = move || {
        failure.with(|failure| {
            failure
                .as_ref()
                .filter(|failure| is_own(failure))
                .map(Failure::reason)
        })
    };
    let row = move |channel: Channel| view! { <Line channel remove /> };
    view! {
        <fieldset class="hours">
            <legend>{spoken("Каналы", "Channels")}</legend>
            <p class="hint">
                {spoken(
                    "Линии и регистры устройства появляются здесь с первой передачей. Изменение направления действует и на прошлые данные.",
                    "The device's lines and registers appear here with its first push. A changed direction holds for the history too.",
                )}
            </p>
            {move || rows.get().into_iter().map(row).collect_view()}
            {move || wrong().map(|text| view! { <p class="wrong" role="alert">{text}</p> })}
            <button type="button" class="quiet" on:click=add>
                {Icon::Plus.draw()} {spoken("канал", "channel")}
            </button>
        </fieldset>
    }
}

#[component]
fn Line(channel: Channel, remove: Callback<Channel>) -> impl IntoView {
    let option = move |(code, words): &(&'static str, (&'static str, &'static str))| {
        let (code, words) = (*code, *words);
        view! {
            <option value=code prop:selected=move || channel.direction.with(|chosen| chosen == code)>
                {move || told(words)}
            </option>
        }
    };
    view! {
        <div class="special">
            <input
                type="text"
                required
                maxlength="64"
                aria-label=spoken("Канал", "Channel")
                prop:value=channel.source
                on:input:target=move |event| channel.source.set(event.target().value())
            />
            <select
                aria-label=spoken("Направление", "Direction")
                on:change:target=move |event| channel.direction.set(event.target().value())
            >
                {DIRECTIONS.iter().map(option).collect_view()}
            </select>
            <Checkbox
                label=spoken("вход и выход поменять местами", "in and out change places")
                checked=channel.flip
                choose=move |flip| channel.flip.set(flip)
            />
            <Show when=move || channel.is_new.get()>
                <button type="button" class="quiet" on:click=move |_| remove.run(channel)>
                    {Icon::Close.draw()}
                    <span class="unseen">{spoken("Убрать канал", "Remove the channel")}</span>
                </button>
            </Show>
        </div>
    }
}
