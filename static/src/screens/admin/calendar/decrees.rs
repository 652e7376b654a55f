//! The decrees that change the production calendar: those entered, and a new one.

use leptos::prelude::*;
use serde_json::{Value, json};

use crate::api::registry::{self, Row};
use crate::api::{Failure, Method, Result};
use crate::language::{date, hand, say, since, spoken, typed};
use crate::live::Live;
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::parts::zone;
use crate::screens::admin::ask::{Ask, Asked, Kind};
use crate::screens::admin::form::Form;
use crate::screens::admin::read;
use crate::screens::admin::sheet::{Save, Sheet};

/// By whose clock decrees are in force.
const MOSCOW: &str = "Europe/Moscow";

static ASKS: [Ask; 5] = [
    Ask::line("id", ("Документ", "Decree")).must().hint((
        "Например, Постановление № 1335 от 30.09.2026",
        "What names it among all others",
    )),
    Ask::line("source", ("Где опубликован", "Where it was published")).must(),
    Ask::of(
        "in_force",
        ("Действует с (по Москве)", "In force from (Moscow time)"),
        Kind::Line("datetime-local"),
    )
    .must(),
    Ask::of("year", ("Добавляет год", "Adds the year"), Kind::Whole).hint((
        "Если это календарь следующего года",
        "Where it is the calendar of the next year",
    )),
    Ask::of("days", ("Дни", "Days"), Kind::Long).must().hint((
        "По строке: 2026-12-31 off; working — рабочий, short — сокращённый, off — выходной",
        "A line each: 2026-12-31 off; working, short or off",
    )),
];

/// The decrees.
#[component]
pub fn Decrees(calendar: Live<Row>) -> impl IntoView {
    let decrees = read::rows(|| "/api/v1/calendar/decrees".to_owned());
    let form = Form::of(&ASKS, &Row::default());
    let save = Save::by(move || async move {
        let mut body = form.body(&ASKS, true);
        let local = form.value("in_force").get_untracked();
        body.insert("format".to_owned(), 1.into());
        body.insert("in_force".to_owned(), zone::moment(MOSCOW, &local).into());
        body.insert(
            "days".to_owned(),
            days(&form.value("days").get_untracked()).into(),
        );
        enter(&body).await?;
        decrees.refresh();
        calendar.refresh();
        Ok(())
    });
    let row = |row: Row| {
        let (id, source) = (row.text("id"), row.text("source"));
        let (from, entered) = (row.text("in_force"), row.text("entered_at"));
        view! {
            <li>
                <b>{id}</b>
                <span class="lead">{source}</span>
                <small>
                    {move || format!("{} {}", say("действует с", "in force from"), moscow(&from))} " · "
                    {move || format!("{} {}", say("внесён", "entered"), since(&entered))}
                </small>
            </li>
        }
    };
    view! {
        <section class="card">
            <h2>{spoken("Постановления", "Decrees")}</h2>
            <Loaded
                live=decrees
                show=move |rows| view! {
                    <ul class="entries">{move || rows.get().into_iter().map(row).collect_view()}</ul>
                    <Show when=move || rows.with(Vec::is_empty)>
                        <p class="none">
                            {spoken("Изменений не вносилось: действует встроенный календарь.", "None was entered: the built-in calendar holds.")}
                        </p>
                    </Show>
                }
            />
            <details>
                <summary>{spoken("Внести постановление", "Enter a decree")}</summary>
                <Sheet form save button=spoken("Внести", "Enter")>
                    <Asked asks=&ASKS form is_new=true />
                </Sheet>
            </details>
        </section>
    }
}

/// What clocks in Moscow show at a moment.
fn moscow(moment: &str) -> String {
    let local = zone::local(MOSCOW, moment);
    local.map_or_else(String::new, |local| {
        format!("{}, {}", date(local.date()), hand(local))
    })
}

async fn enter(body: &serde_json::Map<String, Value>) -> Result<Row> {
    let saved = registry::save(Method::Post, "/api/v1/calendar/decrees", body).await;
    saved.map_err(at_days)
}

/// A refusal of one day is one of the field of all days.
fn at_days(mut failure: Failure) -> Failure {
    if let Failure::Refused(problem) = &mut failure
        && problem
            .field
            .as_ref()
            .is_some_and(|field| field.starts_with("days"))
    {
        problem.field = Some("days".to_owned());
    }
    failure
}

/// The days of a text, a line each: a date and what it becomes. What cannot be read
/// is sent as it stands, for the service to refuse.
fn days(text: &str) -> Vec<Value> {
    let day = |line: &str| {
        let (date, kind) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let date = typed(date).map_or_else(|| date.to_owned(), |date| date.to_string());
        json!({"date": date, "kind": kind.trim()})
    };
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.map(day).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_day() {
        let check =
            |text: &str, expected: Value| assert_eq!(Value::from(days(text)), expected, "{text}");
        check("", json!([]));
        check(
            "2026-12-31 off\n\n 30.04.2026\tshort \n",
            json!([{"date": "2026-12-31", "kind": "off"}, {"date": "2026-04-30", "kind": "short"}]),
        );
        check("завтра", json!([{"date": "завтра", "kind": ""}]));
    }
}
