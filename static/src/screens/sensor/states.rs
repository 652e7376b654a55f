//! How a sensor stood over the last thirty days, as strips of time: contact,
//! counts, plausibility. Behind the strips is a list with the same facts.

use chrono::{DateTime, FixedOffset, TimeDelta};
use leptos::prelude::*;

use crate::api::sensors::{Span, Watched};
use crate::language::{day, moment, say, since, spoken};
use crate::live::{Memo, Model};
use crate::parts::drawing::length;

/// The days that are shown.
const DAYS: i64 = 30;
/// The least width of a mark.
const LEAST: f64 = 2.0;
/// The width of the drawing; it stretches to its room.
const WIDTH: f64 = 720.0;

/// The strips.
#[component]
pub fn States(watched: Model<Watched>) -> impl IntoView {
    let spans = Memo::new(move |_| watched.with(|watched| watched.states.clone()));
    let now = now();
    // Nobody knows how it stood before it was heard from.
    let heard = Memo::new(move |_| watched.with(|watched| watched.link.last_contact.is_some()));
    let strip = move |kind: &'static str, name: fn() -> &'static str| {
        view! {
            <div class="strip">
                <span class="name">{name}</span>
                <svg viewBox=format!("0 0 {} 18", length(WIDTH)) preserveAspectRatio="none" aria-hidden="true">
                    <rect class=move || if heard.get() { "well" } else { "unknown" } x="0" y="0" width=length(WIDTH) height="18" />
                    {move || {
                        let spans = spans.get();
                        let of_kind = spans.into_iter().filter(|span| span.kind == kind);
                        of_kind.map(|span| mark(&span, now)).collect_view()
                    }}
                </svg>
            </div>
        }
    };
    view! {
        <div class="strips">
            {strip("link", || say("Связь", "Contact"))}
            {strip("data", || say("Данные", "Counts"))}
            {strip("quality", || say("Достоверность", "Plausibility"))}
            <div class="scale" aria-hidden="true">
                <span>{move || day((now - TimeDelta::days(DAYS)).date_naive())}</span>
                <span>{spoken("сегодня", "today")}</span>
            </div>
        </div>
        {move || match spans.get() {
            _ if !heard.get() => view! {
                <p class="none">{say("Датчик ещё не выходил на связь.", "The sensor was not heard from yet.")}</p>
            }
            .into_any(),
            none if none.is_empty() => view! {
                <p class="none">{say("За 30 дней сбоев не было.", "Nothing was wrong in 30 days.")}</p>
            }
            .into_any(),
            spans => view! {
                <details>
                    <summary>{say("Списком", "As a list")}</summary>
                    <ul class="spans">{spans.into_iter().rev().map(told).collect_view()}</ul>
                </details>
            }
            .into_any(),
        }}
    }
}

fn told(span: Span) -> impl IntoView {
    let until = span
        .to
        .as_deref()
        .map_or_else(|| say("длится", "goes on").to_owned(), since);
    view! {
        <li>
            <a href=format!("/incidents/{}", span.incident)>{span.name}</a>
            <small>{since(&span.from)} " – " {until}</small>
        </li>
    }
}

fn mark(span: &Span, now: DateTime<FixedOffset>) -> impl IntoView + use<> {
    let class = match span.kind.as_str() {
        "quality" => "doubtful",
        _ => "broken",
    };
    place(span, now)
        .map(|(x, width)| view! { <rect class=class x=length(x) y="0" width=length(width) height="18" /> })
}

/// Where a span stands in the strip, and how wide it is; none, where it is older.
fn place(span: &Span, now: DateTime<FixedOffset>) -> Option<(f64, f64)> {
    let first = now - TimeDelta::days(DAYS);
    let share = |at: DateTime<FixedOffset>| {
        let seconds = (at - first).num_seconds().clamp(0, DAYS * 86_400);
        seconds as f64 / (DAYS * 86_400) as f64 * WIDTH
    };
    let to = span.to.as_deref().map_or(Some(now), moment)?;
    let from = moment(&span.from)?;
    // An hour in thirty days is still to be seen, also the one that is now.
    (first < to).then(|| {
        let start = share(from).min(WIDTH - LEAST);
        (start, (share(to) - start).max(LEAST))
    })
}

fn now() -> DateTime<FixedOffset> {
    let milliseconds = js_sys::Date::now() as i64;
    DateTime::from_timestamp_millis(milliseconds)
        .unwrap_or_default()
        .fixed_offset()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: &str, to: Option<&str>, expected: Option<(f64, f64)>) {
        let now = moment("2026-03-31T00:00:00+03:00").unwrap();
        let span = Span {
            kind: "link".to_owned(),
            name: String::new(),
            incident: 1,
            from: from.to_owned(),
            to: to.map(str::to_owned),
        };
        assert_eq!(place(&span, now), expected);
    }

    #[test]
    fn a_span_stands_where_it_was() {
        let (first, middle) = ("2026-03-01T00:00:00+03:00", "2026-03-16T00:00:00+03:00");
        check(first, None, Some((0.0, 720.0)));
        check(first, Some(middle), Some((0.0, 360.0)));
        check(middle, Some("2026-03-15T21:10:00Z"), Some((360.0, 2.0)));
        check(
            "2025-01-01T00:00:00+03:00",
            Some(middle),
            Some((0.0, 360.0)),
        );
        check(
            "2025-01-01T00:00:00+03:00",
            Some("2026-02-01T00:00:00+03:00"),
            None,
        );
        check("2026-03-30T23:59:00+03:00", None, Some((718.0, 2.0)));
        check("nonsense", None, None);
    }
}
