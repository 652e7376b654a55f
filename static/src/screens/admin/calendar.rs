//! The production calendar, by which terms are counted, and the decrees that change
//! it.

mod decrees;

use chrono::{Datelike, NaiveDate};
use js_sys::Date;
use leptos::prelude::*;

use super::read;
use super::words::administrator;
use crate::api::registry::Row;
use crate::language::{counted, date, month, say, spoken, typed, weekday};
use crate::live::{Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::notice::Loaded;
use crate::session;
use decrees::Decrees;

/// The screen of the production calendar.
pub fn screen() -> AnyView {
    let this = i32::try_from(Date::new_0().get_full_year()).unwrap_or(2026);
    let year = Model::new(this);
    let calendar = read::row(move || {
        let (year, next) = (year.get(), year.get() + 1);
        format!("/api/v1/calendar?from={year}-01-01&to={next}-01-01")
    });
    let is_administrator = untrack(session::user).is_some_and(|user| administrator(user.role));
    view! {
        <header class="head">
            <div>
                <h1>{spoken("Производственный календарь", "Production calendar")}</h1>
                <p class="lead">
                    {spoken(
                        "Сроки инцидентов идут только в рабочие часы по Москве: 9–18, в сокращённый день 9–17.",
                        "Terms run in working hours of Moscow only: 9 to 18, on a short day 9 to 17.",
                    )}
                </p>
            </div>
            <div class="actions years">
                <button type="button" class="button" on:click=move |_| year.update(|year| *year -= 1)>
                    {Icon::Back.draw()} <span class="unseen">{spoken("Год назад", "The year before")}</span>
                </button>
                <b aria-live="polite">{move || year.get()}</b>
                <button type="button" class="button" on:click=move |_| year.update(|year| *year += 1)>
                    {Icon::Next.draw()} <span class="unseen">{spoken("Год вперёд", "The year after")}</span>
                </button>
            </div>
        </header>
        {move || {
            // Each year is read anew: nothing of another one stays in sight.
            year.track();
            match calendar.failure() {
                Some(failure) => view! { <p class="refusal" role="alert">{failure.text()}</p> }.into_any(),
                None => view! { <Loaded live=calendar show=|calendar| view! { <Year calendar /> } /> }.into_any(),
            }
        }}
        {is_administrator.then(|| view! { <Decrees calendar /> })}
    }
    .into_any()
}

/// A day: when, and how it is worked.
type Day = (NaiveDate, String);

#[component]
fn Year(calendar: Model<Row>) -> impl IntoView {
    let days = Memo::new(move |_| {
        let day = |row: Row| Some((typed(&row.text("date"))?, row.text("kind")));
        let rows = calendar.with(|calendar| calendar.rows("days"));
        rows.into_iter().filter_map(day).collect::<Vec<Day>>()
    });
    let months = move || {
        let days = days.get();
        (1..=12)
            .map(|number| {
                let own = days.iter().filter(|(day, _)| day.month() == number);
                view! { <Month days=own.cloned().collect() /> }
            })
            .collect_view()
    };
    let left = move || {
        let (year, left) = calendar.with(|row| (row.text("last_year"), row.number("days_left")));
        let left = left.unwrap_or_default();
        let days = counted(left, ["день", "дня", "дней"], ["day", "days"]);
        let head = say(
            "Календарь известен до конца года",
            "The calendar is known to the end of",
        );
        format!("{head} {year}: {} {days}.", say("осталось", "that is"))
    };
    view! {
        <p class="daykey">
            <span class="short">{spoken("12* сокращённый день", "12* a short day")}</span>
            <span class="off"><u>"12"</u> " " {spoken("выходной", "a day off")}</span>
            <span>{left}</span>
        </p>
        <div class="months">{months}</div>
    }
}

#[component]
fn Month(days: Vec<Day>) -> impl IntoView {
    let Some((first, _)) = days.first().cloned() else {
        return ().into_any();
    };
    let worked = days.iter().filter(|(_, kind)| kind != "off").count();
    let hours = |(_, kind): &Day| match kind.as_str() {
        "working" => 8,
        "short" => 7,
        _ => 0,
    };
    let hours: i64 = days.iter().map(hours).sum();
    let before = first.weekday().num_days_from_monday() as usize;
    let mut cells: Vec<Option<Day>> = vec![None; before];
    cells.extend(days.into_iter().map(Some));
    let weeks = cells.chunks(7).map(|week| {
        let days = week.iter().cloned().map(cell).collect_view();
        view! { <tr>{days}</tr> }
    });
    let weeks = weeks.collect_view();
    let monday = first - chrono::Days::new(before as u64);
    let heads = (0..7).map(|day| {
        let day = monday + chrono::Days::new(day);
        view! { <th scope="col">{move || weekday(day)}</th> }
    });
    view! {
        <table class="month">
            <caption>
                {move || month(first)}
                <small>
                    {move || counted(worked as i64, ["рабочий день", "рабочих дня", "рабочих дней"], ["working day", "working days"])}
                    ", " {hours} " " {spoken("ч", "h")}
                </small>
            </caption>
            <thead><tr>{heads.collect_view()}</tr></thead>
            <tbody>{weeks}</tbody>
        </table>
    }
    .into_any()
}

fn cell(day: Option<Day>) -> AnyView {
    let Some((day, kind)) = day else {
        return view! { <td></td> }.into_any();
    };
    let (class, mark) = match kind.as_str() {
        "off" => ("off", ""),
        "short" => ("short", "*"),
        _ => ("", ""),
    };
    let told = move || match kind.as_str() {
        "off" => Some(format!("{}: {}", date(day), say("выходной", "a day off"))),
        "short" => Some(format!(
            "{}: {}",
            date(day),
            say("сокращённый", "a short day")
        )),
        _ => None,
    };
    let number = match class {
        "off" => view! { <u>{day.day()}</u> }.into_any(),
        _ => view! { {day.day()} {mark} }.into_any(),
    };
    view! { <td class=class title=told>{number}</td> }.into_any()
}
