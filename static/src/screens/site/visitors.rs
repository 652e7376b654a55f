//! Who came: the period's counts as a chart, a table and files.

use leptos::prelude::*;

use super::draw::Drawing;
use super::figures::Figures;
use super::legend::{Events, Legend};
use super::table::table;
use super::wanted::{Look, Wanted};
use super::{Scene, print, told};
use crate::api;
use crate::api::series::{Part, Question, Series, Step, Whose};
use crate::language::{language, local, say, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::chart::Chart;
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::period::{Period, View};
use crate::parts::show::Show;

/// How many were inside is estimated of periods of so many days at most.
const MOST_INSIDE_DAYS: i64 = 35;

/// What was answered of a period.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    period: Period,
    series: Series,
    /// Its hours, where these are asked for.
    hours: Vec<Part>,
}

/// Whether it can be told of a period how many were inside.
fn is_inside_told(period: &Period) -> bool {
    period.step <= Step::Day && period.days() <= MOST_INSIDE_DAYS
}

async fn answer(question: Question, with_hours: bool) -> api::Result<Answer> {
    let series = api::series::series(question).await?;
    let hours = match (with_hours, question.step) {
        (false, _) => Vec::new(),
        (true, Step::Hour) => series.parts.clone(),
        (true, _) => {
            let hours = Question {
                step: Step::Hour,
                compared: false,
                ..question
            };
            api::series::series(hours).await?.parts
        }
    };
    let period = Period {
        from: question.from,
        to: question.to,
        step: question.step,
    };
    Ok(Answer {
        period,
        series,
        hours,
    })
}

/// The counts of the period.
#[component]
pub fn Visitors(scene: Scene) -> impl IntoView {
    print::on_white();
    let question = Memo::new(move |_| {
        scene.period.with(|period| Question {
            whose: Whose::Site(scene.site),
            from: period.from,
            to: period.to,
            step: period.step,
            compared: true,
        })
    });
    let with_hours = Memo::new(move |_| {
        scene.wanted.with(|wanted| wanted.look == Look::Inside) && scene.period.with(is_inside_told)
    });
    let answer = live::once(move || {
        scene.follow();
        answer(question.get(), with_hours.get())
    });
    view! {
        <section class="card visitors">
            <div class="head">
                <h2>{spoken("Посетители", "Visitors")}</h2>
                <Looks scene />
                <Files question />
            </div>
            <Loaded live=answer show=move |answer| {
                // Figures of another period than the one above them are not to be read.
                let is_old = Memo::new(move |_| answer.with(|answer| {
                    scene.period.with(|period| answer.period != *period)
                        || with_hours.get() && answer.hours.is_empty()
                }));
                view! {
                    <div class="counts" aria-busy=move || is_old.get().to_string()>
                        <Counts scene answer />
                    </div>
                }
            } />
        </section>
    }
}

/// What is drawn of the counts.
#[component]
fn Looks(scene: Scene) -> impl IntoView {
    let name = |look: Look| match look {
        Look::Visitors => say("Вошли", "In"),
        Look::Both => say("Вошли и вышли", "In and out"),
        Look::Inside => say("Внутри", "Inside"),
    };
    let buttons = Look::ALL.map(|look| {
        let is_it = move || scene.wanted.with(|wanted| wanted.look == look);
        view! {
            <button
                type="button"
                aria-pressed=move || is_it().to_string()
                on:click=move |_| scene.change(|wanted| wanted.look = look)
            >
                {move || name(look)}
            </button>
        }
    });
    view! {
        <div class="choice" role="group" aria-label=spoken("Что показать", "What to show")>
            {buttons}
        </div>
    }
}

/// The counts to take away.
#[component]
fn Files(question: Memo<Question>) -> impl IntoView {
    let file = move |format: &'static str, name: &'static str| {
        view! {
            <a class="button" href=move || format!("{}&language={}", question.get().address(format), language().code()) download="">
                {Icon::Download.draw()}
                <span>{name}</span>
            </a>
        }
    };
    view! {
        <div class="actions files">
            {file("csv", "CSV")}
            {file("xlsx", "XLSX")}
            <button type="button" class="button" on:click=move |_| print::print()>
                {Icon::Print.draw()}
                <span>{spoken("Печать", "Print")}</span>
            </button>
        </div>
    }
}

#[component]
fn Counts(scene: Scene, answer: Model<Answer>) -> impl IntoView {
    let parts = Memo::new(move |_| answer.with(|answer| answer.series.parts.clone()));
    let step = Memo::new(move |_| answer.with(|answer| answer.period.step));
    let events = Memo::new(move |_| answer.with(|answer| answer.series.events.clone()));
    let look = Memo::new(move |_| scene.wanted.with(|wanted| wanted.look));
    let columns = Memo::new(move |_| {
        answer.with(
            |Answer {
                 period,
                 series,
                 hours,
             }| { told::columns(&series.parts, hours, period, look.get()) },
        )
    });
    let name = move || {
        let period = answer.with(|answer| told::period(&answer.period));
        let site = scene
            .line
            .with(|line| line.as_ref().map(|line| line.name.clone()));
        format!(
            "{}, {}, {period}",
            site.unwrap_or_default(),
            look_name(look.get())
        )
    };
    let option = move || {
        let drawing = Drawing {
            name: name(),
            missing: say("нет данных", "no counts").to_owned(),
            columns: columns.get(),
            events: events.get(),
            sparse: answer.with(|answer| told::is_sparse(&answer.period)),
        };
        let wanted = scene.wanted.get();
        match look.get() {
            Look::Visitors => drawing.visitors(!wanted.without_usual, !wanted.without_year),
            Look::Both => drawing.both(),
            Look::Inside => drawing.inside(step.get() == Step::Hour),
        }
    };
    let table = move || columns.with(|columns| table(name(), columns, step.get(), look.get()));
    let is_told =
        move || look.get() != Look::Inside || answer.with(|answer| is_inside_told(&answer.period));
    let nothing = move || {
        parts.with(|parts| {
            parts
                .iter()
                .all(|part| part.expected == 0 && part.measured == 0)
        })
    };
    let choose = move |at: usize| {
        let part =
            columns.with_untracked(|columns| columns.get(at).map(|column| column.part.clone()));
        look_into(scene, part, step.get_untracked());
    };
    view! {
        <p class="on-paper">{name}</p>
        <Figures scene parts step />
        <Show when=move || !nothing() fallback=|| view! { <Nothing /> }>
            <Show when=is_told fallback=|| view! { <TooLong /> }>
                <Legend scene columns look />
                <Chart option table class="chart tall" printed=true chosen=choose />
            </Show>
        </Show>
        <Events events />
    }
}

fn look_name(look: Look) -> &'static str {
    match look {
        Look::Visitors => say("посетители", "visitors"),
        Look::Both => say("вошли и вышли", "in and out"),
        Look::Inside => say("сколько людей внутри", "people inside"),
    }
}

/// Looks at a part that was chosen by its own parts.
fn look_into(scene: Scene, part: Option<Part>, step: Step) {
    let view = match step {
        Step::Hour | Step::Day => View::Day,
        Step::Week => View::Week,
        Step::Month => View::Month,
    };
    let day = part
        .and_then(|part| local(&part.start))
        .map(|start| start.date());
    let same = |wanted: &Wanted| wanted.own.is_none() && wanted.view == view;
    if day.is_some() && !scene.wanted.with_untracked(same) {
        scene.change(|wanted| (wanted.view, wanted.on, wanted.own) = (view, day, None));
    }
}

#[component]
fn Nothing() -> impl IntoView {
    view! {
        <Empty
            title=spoken("За этот период данных нет", "Nothing was counted in this period")
            text=spoken(
                "Датчики объекта тогда ещё не работали, или период ещё не наступил.",
                "The site's sensors were not there yet, or the period is still to come.",
            )
        />
    }
}

#[component]
fn TooLong() -> impl IntoView {
    view! {
        <Empty
            title=spoken("Период слишком длинный", "The period is too long")
            text=spoken(
                "Сколько людей внутри, видно за день, неделю или месяц.",
                "How many are inside is told of a day, a week or a month.",
            )
        />
    }
}
