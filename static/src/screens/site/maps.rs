//! When people come, as maps: by weekday and hour, and by the days of the year.

use chrono::{Datelike as _, NaiveDate, TimeDelta};
use leptos::html;
use leptos::prelude::*;
use serde_json::{Value, json};

use super::Scene;
use super::heat::{self, Cell, Week};
use crate::api;
use crate::api::series::{Question, Series, Step, Whose};
use crate::language::{date, decimal, month_short, say, spoken, weekday, whole};
use crate::live::{self, Memo, Model};
use crate::parts::chart::Chart;
use crate::parts::data_table::Table;
use crate::parts::notice::Loaded;
use crate::parts::period::View;

/// The map of the week is of so many weeks.
const WEEKS: i64 = 8;

/// Visitors by weekday and hour.
#[component]
pub fn WeekMap(scene: Scene) -> impl IntoView {
    let series = live::once(move || {
        let to = scene.today.get();
        api::series::series(Question {
            whose: Whose::Site(scene.site),
            from: to.checked_sub_signed(TimeDelta::weeks(WEEKS)).unwrap_or(to),
            to,
            step: Step::Hour,
            compared: false,
        })
    });
    view! {
        <section class="card">
            <div>
                <h2>{spoken("Дни недели и часы", "Weekdays and hours")}</h2>
                <p class="hint">
                    {spoken("Среднее число посетителей за последние 8 недель", "Mean visitors of the last 8 weeks")}
                </p>
            </div>
            <Loaded live=series show=move |series| view! { <WeekChart series /> } />
        </section>
    }
}

#[component]
fn WeekChart(series: Model<Series>) -> impl IntoView {
    let week = Memo::new(move |_| series.with(|series| heat::week(&series.parts)));
    let option = move || week.with(week_option);
    let table = move || week.with(week_table);
    view! { <Chart option table class="chart week" /> }
}

fn week_name() -> String {
    say(
        "Посетители по дням недели и часам, в среднем",
        "Mean visitors by weekday and hour",
    )
    .to_owned()
}

/// The days of a week by their names, from Monday.
fn weekdays() -> Vec<String> {
    // The first of 2024 was a Monday.
    let days = (1..=7).filter_map(|day| NaiveDate::from_ymd_opt(2024, 1, day));
    days.map(weekday).collect()
}

fn clock(hour: usize) -> String {
    format!("{hour:02}:00")
}

fn week_option(week: &Week) -> Value {
    let (weekdays, busy) = (weekdays(), heat::busy(week));
    let hours: Vec<_> = busy.clone().map(clock).collect();
    let mut cells = Vec::new();
    for (y, (name, day)) in weekdays.iter().zip(week).enumerate() {
        for (x, hour) in busy.clone().enumerate() {
            let Some(people) = day.get(hour).copied().flatten() else {
                continue;
            };
            cells.push(Cell {
                x: json!(x),
                y: Some(y),
                people,
                say: format!(
                    "{name}, {}–{}\n{}",
                    clock(hour),
                    clock(hour + 1),
                    decimal(people, 0)
                ),
            });
        }
    }
    heat::week_chart(&week_name(), &weekdays, &hours, &cells)
}

fn week_table(week: &Week) -> Table {
    let weekdays = weekdays();
    let cell = |people: Option<f64>| people.map_or("—".to_owned(), |people| decimal(people, 0));
    let row = |hour: usize| {
        let days = week
            .iter()
            .map(|day| cell(day.get(hour).copied().flatten()));
        std::iter::once(clock(hour)).chain(days).collect()
    };
    let first = say("Час", "Hour").to_owned();
    Table {
        caption: week_name(),
        columns: std::iter::once(first).chain(weekdays).collect(),
        rows: heat::busy(week).map(row).collect(),
    }
}

/// Visitors by the days of the year in which the period begins.
#[component]
pub fn YearMap(scene: Scene) -> impl IntoView {
    let year = Memo::new(move |_| scene.period.with(|period| period.from.year()));
    let series = live::once(move || {
        let first = NaiveDate::from_ymd_opt(year.get(), 1, 1).unwrap_or_default();
        let period = View::Months.around(first);
        let answer = api::series::series(Question {
            whose: Whose::Site(scene.site),
            from: period.from,
            to: period.to,
            step: Step::Day,
            compared: false,
        });
        async move { Ok((first.year(), answer.await?)) }
    });
    view! {
        <section class="card">
            <div>
                <h2>{spoken("Календарь", "Calendar")} " " {move || year.get()}</h2>
                <p class="hint">
                    {spoken("Посетители по дням года. Дни без данных не закрашены.", "Visitors by the days of the year. Days without counts are left blank.")}
                </p>
            </div>
            <Loaded live=series show=move |answer| view! { <YearChart scene answer /> } />
        </section>
    }
}

#[component]
fn YearChart(scene: Scene, answer: Model<(i32, Series)>) -> impl IntoView {
    let days = Memo::new(move |_| answer.with(|(_, series)| heat::days(&series.parts)));
    let year = move || answer.with(|(year, _)| *year);
    let option = move || days.with(|days| year_option(year(), days));
    let table = move || days.with(|days| year_table(year(), days));
    let choose = move |at: usize| {
        let day = days.with_untracked(|days| days.get(at).map(|(day, _)| *day));
        if day.is_some() {
            scene.change(|wanted| (wanted.view, wanted.on, wanted.own) = (View::Day, day, None));
        }
    };
    // Where it is wider than the page, the end of what is known is what is seen.
    let room = NodeRef::<html::Div>::new();
    live::whenever(move || {
        let known = days.with(|days| days.last().map_or(0, |(day, _)| day.ordinal()));
        if let Some(room) = room.get() {
            let end = room.scroll_width() * known.cast_signed() / 366;
            room.set_scroll_left(end - room.client_width() * 4 / 5);
        }
    });
    view! { <Chart option table class="chart year" room chosen=choose /> }
}

fn year_name(year: i32) -> String {
    format!(
        "{} {year}",
        say("Посетители по дням года", "Visitors by the days of")
    )
}

fn year_option(year: i32, days: &[(NaiveDate, i64)]) -> Value {
    let cells: Vec<_> = days
        .iter()
        .map(|(day, people)| Cell {
            x: json!(day.to_string()),
            y: None,
            people: *people as f64,
            say: format!("{}, {}\n{}", weekday(*day), date(*day), whole(*people)),
        })
        .collect();
    heat::year_chart(&year_name(year), year, &weekdays(), &cells)
}

fn year_table(year: i32, days: &[(NaiveDate, i64)]) -> Table {
    let first = |month: u32| NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    let months = (1..=12).map(|month| month_short(first(month)));
    let people = |number: u32, month: u32| {
        let date = NaiveDate::from_ymd_opt(year, month, number);
        let found = days.iter().find(|(day, _)| Some(*day) == date);
        found.map_or("—".to_owned(), |(_, people)| whole(*people))
    };
    let row = |number: u32| {
        let months = (1..=12).map(|month| people(number, month));
        std::iter::once(number.to_string()).chain(months).collect()
    };
    let name = say("Число", "Day").to_owned();
    Table {
        caption: year_name(year),
        columns: std::iter::once(name).chain(months).collect(),
        rows: (1..=31).map(row).collect(),
    }
}
