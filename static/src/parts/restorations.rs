//! Restorations: what is proposed where counts are missing, and what the client says
//! of it (S2 4.2.7).

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::api::restorations::{Restoration, Word, list, say as tell};
use crate::api::today::Health;
use crate::language::{say, since, whole};
use crate::live::{self, Live, Model};
use crate::parts::field::Refusal;
use crate::parts::notice::Loaded;
use crate::parts::state::State;
use crate::parts::sure::Sure;
use crate::session;

/// How often they are read anew, in seconds.
const EVERY: u64 = 60;

/// The restorations of a sensor or a site, such as `site=7`.
pub fn restorations(scope: String) -> Live<Vec<Restoration>> {
    live::every(EVERY, move || {
        let scope = scope.clone();
        async move { list(&scope).await }
    })
}

/// The list, with what the reader may say of each.
#[component]
pub fn Restorations(
    /// Where they are read from.
    live: Live<Vec<Restoration>>,
    /// Counts how often something was said.
    #[prop(optional)]
    said: Option<RwSignal<u32>>,
) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let act = Callback::new(move |(id, word): (i64, Word)| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let refused = match tell(id, word).await {
                Ok(()) => None,
                Err(Failure::SignedOut) => {
                    busy.try_set(false);
                    return session::lost();
                }
                Err(refused) => Some(refused),
            };
            failure.try_set(refused);
            busy.try_set(false);
            if let Some(said) = said {
                said.try_update(|times| *times += 1);
            }
            // Refused, it may stand otherwise than was shown.
            live.refresh();
        });
    });
    let show = move |found: Model<Vec<Restoration>>| {
        move || {
            match found.get() {
            none if none.is_empty() => {
                view! { <p class="none">{say("Ничего не восстановлено.", "Nothing was restored.")}</p> }
                    .into_any()
            }
            found => {
                let rows = found.into_iter().map(|one| row(one, act)).collect_view();
                view! { <ul class="spans restorations">{rows}</ul> }.into_any()
            }
        }
        }
    };
    view! {
        <Refusal failure />
        <Loaded live show />
    }
}

fn row(found: Restoration, act: Callback<(i64, Word)>) -> impl IntoView {
    let (health, word) = standing(&found.state);
    view! {
        <li>
            <span>
                <a href=format!("/sensors/{}", found.sensor_id)>{found.sensor.clone()}</a>
                ", " {since(&found.from)} " – " {since(&found.to)}
            </span>
            <State health=move || health word=Signal::derive(move || word.to_owned()) />
            <small>{figures(&found)}</small>
            <small>{found.reason.clone()}</small>
            {answers(&found, act)}
        </li>
    }
}

/// What the reader may say of it: only the client agrees.
fn answers(found: &Restoration, act: Callback<(i64, Word)>) -> impl IntoView + use<> {
    let id = found.id;
    let button = move |class, name, word| {
        view! { <button type="button" class=class on:click=move |_| act.run((id, word))>{name}</button> }
    };
    let answers = (found.state == "proposed" && !session::is_contractor()).then(|| {
        [
            button("button main", say("Согласиться", "Agree"), Word::Agreed),
            button("button", say("Отказаться", "Decline"), Word::Declined),
        ]
    });
    let is_mine = found.state == "agreed" || session::is_contractor();
    let withdrawal = (found.holds() && is_mine).then(|| {
        view! {
            <Sure
                name=say("Отозвать", "Withdraw")
                question=say("Отчёты снова покажут пропуск.", "Reports will show the gap again.")
                act=move |()| act.run((id, Word::Withdrawn))
            />
        }
    });
    view! { <div class="actions">{answers.into_iter().flatten().collect_view()}{withdrawal}</div> }
}

/// How it stands.
fn standing(state: &str) -> (Health, &'static str) {
    match state {
        "proposed" => (
            Health::Watch,
            say("ждёт согласия клиента", "awaits the client's agreement"),
        ),
        "agreed" => (
            Health::Good,
            say("согласовано и учтено", "agreed and counted in"),
        ),
        "declined" => (Health::Awaited, say("клиент отказался", "declined")),
        _ => (Health::Awaited, say("отозвано", "withdrawn")),
    }
}

/// How many people it brings, and how sure that is.
fn figures(found: &Restoration) -> String {
    let people = format!(
        "{} {} ({}–{})",
        say("вошло около", "about"),
        whole(found.r#in),
        whole(found.low),
        whole(found.high),
    );
    match found.replaced {
        0 => people,
        replaced => format!(
            "{people}, {} {} {} {}",
            say("измерено позже интервалов:", "counted since:"),
            whole(replaced),
            say("из", "of"),
            whole(found.intervals),
        ),
    }
}
