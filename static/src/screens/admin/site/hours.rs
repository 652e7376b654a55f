//! The editor of opening hours: by weekday, and by date where a day differs.

mod specials;

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::week::{self, Times};
use crate::api::Failure;
use crate::api::registry::Row;
use crate::language::{say, spoken, weekday};
use crate::live::{Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::show::Show;
use specials::{Specials, Time};

/// A day that opens again.
const USUAL: (&str, &str) = ("10:00", "22:00");

/// A span that is being typed.
#[derive(Clone, Copy)]
struct Span {
    key: i64,
    opens: RwSignal<String>,
    closes: RwSignal<String>,
}

impl Span {
    fn of((opens, closes): Times) -> Self {
        Self {
            key: key(),
            opens: RwSignal::new(opens),
            closes: RwSignal::new(closes),
        }
    }

    fn times(self) -> Times {
        (self.opens.get_untracked(), self.closes.get_untracked())
    }
}

/// A date that is being typed.
#[derive(Clone, Copy)]
struct Special {
    date: RwSignal<String>,
    reason: RwSignal<String>,
    closed: RwSignal<bool>,
    span: Span,
}

/// A number that nothing else on the page has.
fn key() -> i64 {
    use std::sync::atomic::{AtomicI64, Ordering};
    static NEXT: AtomicI64 = AtomicI64::new(0);
    NEXT.fetch_add(1, Ordering::Relaxed)
}

/// The opening hours that are being typed.
#[derive(Clone, Copy)]
pub struct Hours {
    week: [Model<Vec<Span>>; 7],
    specials: Model<Vec<Special>>,
    /// Whether it was changed by a button, which is no input.
    pub touched: Callback<()>,
}

impl Hours {
    /// Those of a site; those of most shops for a new one.
    pub fn of(site: Option<&Row>, touched: Callback<()>) -> Self {
        let usual = || vec![Span::of((USUAL.0.to_owned(), USUAL.1.to_owned()))];
        let week = match site {
            None => std::array::from_fn(|_| Model::new(usual())),
            Some(site) => week::typed(&site.rows("hours"))
                .map(|spans| Model::new(spans.into_iter().map(Span::of).collect())),
        };
        let specials = site.map(|site| site.rows("exceptions")).unwrap_or_default();
        let special = |row: Row| Special {
            date: RwSignal::new(row.text("date")),
            reason: RwSignal::new(row.text("reason")),
            closed: RwSignal::new(row.text("opens").is_empty()),
            span: Span::of((row.text("opens"), week::shown(&row.text("closes")))),
        };
        Self {
            week,
            specials: Model::new(specials.into_iter().map(special).collect()),
            touched,
        }
    }

    /// What is sent.
    pub fn put(&self, body: &mut Map<String, Value>) {
        let spans = |day: Model<Vec<Span>>| {
            day.with_untracked(|spans| spans.iter().map(|span| span.times()).collect::<Vec<_>>())
        };
        body.insert("hours".to_owned(), week::sent(&self.week.map(spans)).into());
        let specials = self.specials.get_untracked();
        let specials: Vec<Value> = specials.into_iter().map(Special::sent).collect();
        body.insert("exceptions".to_owned(), specials.into());
    }

    /// The weekday that a refusal speaks of.
    fn at_fault(&self, failure: &Failure) -> Option<usize> {
        week::place(failure.field()?, self.week.map(|day| day.with(Vec::len)))
    }
}

impl Special {
    fn sent(self) -> Value {
        let mut row = Map::new();
        row.insert("date".to_owned(), self.date.get_untracked().into());
        if !self.closed.get_untracked() {
            let (opens, closes) = self.span.times();
            row.insert("opens".to_owned(), opens.into());
            row.insert("closes".to_owned(), week::closing(&closes).into());
        }
        let reason = self.reason.get_untracked();
        if !reason.trim().is_empty() {
            row.insert("reason".to_owned(), reason.into());
        }
        Value::Object(row)
    }
}

/// The editor of opening hours.
#[component]
pub fn Editor(hours: Hours, failure: RwSignal<Option<Failure>>) -> impl IntoView {
    let at_fault = Memo::new(move |_| failure.with(|failure| hours.at_fault(failure.as_ref()?)));
    let wrong = move |day: usize| {
        let text = move || failure.with(|failure| failure.as_ref().map(Failure::reason));
        (at_fault.get() == Some(day)).then(|| view! { <p class="wrong" role="alert">{text}</p> })
    };
    view! {
        <fieldset class="hours">
            <legend>{spoken("Часы работы", "Opening hours")}</legend>
            {hours
                .week
                .into_iter()
                .enumerate()
                .map(|(day, spans)| view! {
                    <div class="day">
                        <Day hours day spans />
                        {move || wrong(day)}
                    </div>
                })
                .collect_view()}
        </fieldset>
        <fieldset class="hours">
            <legend>{spoken("Особые даты", "Dates that differ")}</legend>
            <Specials hours />
            {move || failure
                .with(|failure| failure.as_ref().filter(|failure| is_special(failure)).map(Failure::reason))
                .map(|text| view! { <p class="wrong" role="alert">{text}</p> })}
        </fieldset>
    }
}

/// Whether a refusal speaks of the hours, and is shown with them.
pub fn is_own(failure: &Failure) -> bool {
    is_special(failure)
        || failure
            .field()
            .is_some_and(|field| field.starts_with("hours["))
}

fn is_special(failure: &Failure) -> bool {
    let field = failure.field();
    field.is_some_and(|field| field.starts_with("exceptions["))
}

/// A weekday's short name.
fn short(day: usize) -> String {
    // 5 January 1970 was a Monday.
    let day = chrono::DateTime::from_timestamp((4 + day as i64) * 86_400, 0);
    day.map(|day| weekday(day.date_naive())).unwrap_or_default()
}

#[component]
fn Day(hours: Hours, day: usize, spans: Model<Vec<Span>>) -> impl IntoView {
    let open = Memo::new(move |_| spans.with(|spans| !spans.is_empty()));
    let usual = || Span::of((USUAL.0.to_owned(), USUAL.1.to_owned()));
    let choose = move |is_open| {
        spans.set(if is_open { vec![usual()] } else { Vec::new() });
    };
    let add = move |_| {
        spans.update(|spans| spans.push(Span::of((String::new(), String::new()))));
        hours.touched.run(());
    };
    let copy = move |_| {
        let [first, ..] = hours.week;
        let times =
            first.with_untracked(|spans| spans.iter().map(|span| span.times()).collect::<Vec<_>>());
        spans.set(times.into_iter().map(Span::of).collect());
        hours.touched.run(());
    };
    let remove = move |key: i64| {
        spans.update(|spans| spans.retain(|span| span.key != key));
        hours.touched.run(());
    };
    view! {
        <span class="weekday" aria-hidden="true">{move || short(day)}</span>
        <label class="check">
            <input type="checkbox" prop:checked=move || open.get() on:change:target=move |event| choose(event.target().checked()) />
            <span class="unseen">{move || short(day)}</span>
            <span>{spoken("открыто", "open")}</span>
        </label>
        <div class="spans">
            <For each=move || spans.get() key=|span| span.key let:span>
                <span class="span">
                    <Time value=span.opens name=move || format!("{}, {}", short(day), say("открытие", "opens")) />
                    "–"
                    <Time value=span.closes name=move || format!("{}, {}", short(day), say("закрытие", "closes")) />
                    <Show when=move || spans.with(|spans| 1 < spans.len())>
                        <button type="button" class="quiet" on:click=move |_| remove(span.key)>
                            {Icon::Close.draw()}
                            <span class="unseen">{spoken("Убрать интервал", "Remove the span")}</span>
                        </button>
                    </Show>
                </span>
            </For>
        </div>
        <span class="ways">
            <Show when=move || open.get()>
                <button type="button" class="quiet" on:click=add>
                    {spoken("+ интервал", "+ span")} <span class="unseen">{move || short(day)}</span>
                </button>
            </Show>
            {(day != 0)
                .then(|| view! {
                    <button type="button" class="quiet" on:click=copy>
                        <span class="unseen">{move || short(day)} ": "</span>
                        {spoken("как в понедельник", "as on Monday")}
                    </button>
                })}
        </span>
    }
}
