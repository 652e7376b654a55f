//! The period of several at once, as lines and as figures.

use futures_util::future::try_join_all;
use leptos::prelude::*;
use serde_json::Value;

use super::super::figures::measured;
use super::super::totals::{Against, Totals};
use super::super::{Scene, told};
use super::lines::{self, LINES, Line};
use crate::api;
use crate::api::series::{Part, Question, Series, Whose};
use crate::language::{local, moment, percent, say, spoken, whole};
use crate::live::{self, Memo};
use crate::parts::chart::Chart;
use crate::parts::data_table::Table;
use crate::parts::notice::Loaded;
use crate::parts::period::Period;
use crate::parts::show::Show;

/// What was answered of each.
#[derive(Debug, Clone, PartialEq)]
struct Answer {
    period: Period,
    rivals: Vec<(String, Series)>,
}

impl Answer {
    /// The names with their parts.
    fn parts(&self) -> Vec<(&str, &[Part])> {
        let rivals = self.rivals.iter();
        rivals
            .map(|(name, series)| (name.as_str(), series.parts.as_slice()))
            .collect()
    }
}

/// Several at once: a chart of lines, and a table of figures.
#[component]
pub fn Rivals(
    scene: Scene,
    rivals: Memo<Vec<(Whose, String)>>,
    /// What they are.
    #[prop(into)]
    name: Signal<&'static str>,
    /// Whether they make a whole, of which each has its share.
    #[prop(optional)]
    is_whole: bool,
) -> impl IntoView {
    let answer = live::once(move || {
        scene.follow();
        let (period, rivals) = (scene.period.get(), rivals.get());
        async move {
            let ask = |(whose, name): (Whose, String)| async move {
                let question = Question {
                    whose,
                    from: period.from,
                    to: period.to,
                    step: period.step,
                    compared: true,
                };
                Ok((name, api::series::series(question).await?))
            };
            let rivals = try_join_all(rivals.into_iter().map(ask)).await?;
            Ok(Answer { period, rivals })
        }
    });
    view! {
        <Loaded live=answer show=move |answer| {
            let option = move || answer.with(|answer| drawn(answer, name.get()));
            let table = move || answer.with(|answer| figures(answer, name.get()));
            let totals = move || answer.with(|answer| totals(answer, is_whole));
            view! {
                <Chart option table class="chart" />
                <Summary totals is_whole />
            }
        } />
    }
}

fn title(name: &str, period: &Period) -> String {
    format!("{name}, {}", told::period(period))
}

/// The lines of the chart: each on the times of the first.
fn drawn(answer: &Answer, name: &str) -> Value {
    let series = answer.parts();
    let rows = lines::rows(&series, answer.period.step);
    let now = moment(&now());
    let mut last = None;
    let lines: Vec<_> = rows
        .into_iter()
        .map(|(part, values)| {
            let day = local(&part.start).map(|start| start.date());
            let label = told::label(&part, &answer.period, day != last);
            last = day;
            let is_over = moment(&part.end) <= now;
            let told = series.iter().zip(&values).take(LINES.len());
            let told = told.map(|((name, _), value)| {
                format!("{name}: {}", value.map_or("—".to_owned(), whole))
            });
            let head = told::part(&part, answer.period.step);
            let say = std::iter::once(head)
                .chain(told)
                .collect::<Vec<_>>()
                .join("\n");
            Line {
                label,
                say,
                values,
                is_over,
            }
        })
        .collect();
    let names: Vec<_> = series.iter().map(|(name, _)| *name).collect();
    lines::chart(
        &title(name, &answer.period),
        &names,
        &lines,
        told::is_sparse(&answer.period),
    )
}

fn now() -> String {
    String::from(js_sys::Date::new_0().to_iso_string())
}

fn figures(answer: &Answer, name: &str) -> Table {
    let series = answer.parts();
    let step = answer.period.step;
    let row = |(part, values): (Part, Vec<Option<i64>>)| {
        let values = values
            .into_iter()
            .map(|value| value.map_or("—".to_owned(), whole));
        std::iter::once(told::part(&part, step))
            .chain(values)
            .collect()
    };
    let names = series.iter().map(|(name, _)| (*name).to_owned());
    Table {
        caption: title(name, &answer.period),
        columns: std::iter::once(told::unit(step).to_owned())
            .chain(names)
            .collect(),
        rows: lines::rows(&series, step).into_iter().map(row).collect(),
    }
}

/// One of several, in a few figures.
#[derive(Debug, Clone, PartialEq)]
struct Total {
    name: String,
    share: Option<f64>,
    totals: Totals,
}

fn totals(answer: &Answer, is_whole: bool) -> Vec<Total> {
    let now = now();
    let each = answer
        .rivals
        .iter()
        .map(|(name, series)| (name, Totals::of(&series.parts, &now)));
    let each: Vec<_> = each.collect();
    let all: i64 = each.iter().map(|(_, totals)| totals.visitors).sum();
    let share = |visitors: i64| (is_whole && 0 < all).then(|| visitors as f64 / all as f64);
    each.into_iter()
        .map(|(name, totals)| Total {
            name: name.clone(),
            share: share(totals.visitors),
            totals,
        })
        .collect()
}

/// The figures of each; each name stands beside its line.
#[component]
fn Summary(#[prop(into)] totals: Memo<Vec<Total>>, is_whole: bool) -> impl IntoView {
    let has_shares = move || totals.with(|totals| totals.iter().any(|total| total.share.is_some()));
    let dash = || "—".to_owned();
    let change = move |against: Option<Against>| {
        against.map_or_else(dash, |against| percent(against.change, true))
    };
    let share = move |share: Option<f64>| share.map_or_else(dash, |share| percent(share, false));
    view! {
        <div class="scroll" tabindex="0" role="region" aria-label=move || summary(is_whole)>
            <table class="plain">
                <thead>
                    <tr>
                        <th scope="col">{spoken("Название", "Name")}</th>
                        <th scope="col" class="number">{spoken("Посетители", "Visitors")}</th>
                        <Show when=has_shares>
                            <th scope="col" class="number">{spoken("Доля", "Share")}</th>
                        </Show>
                        <th scope="col" class="number">{spoken("К обычному", "To usual")}</th>
                        <th scope="col" class="number">{spoken("К году", "To last year")}</th>
                        <th scope="col" class="number">{spoken("Измерено", "Measured")}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || totals
                        .get()
                        .into_iter()
                        .enumerate()
                        .map(|(at, total)| view! {
                            <tr>
                                <th scope="row">{sample(at)} {total.name}</th>
                                <td class="number">{whole(total.totals.visitors)}</td>
                                {total.share.map(|part| view! { <td class="number">{share(Some(part))}</td> })}
                                <td class="number">{change(total.totals.usual)}</td>
                                <td class="number">{change(total.totals.year)}</td>
                                <td class="number">{total.totals.measured.map_or_else(dash, measured)}</td>
                            </tr>
                        })
                        .collect_view()}
                </tbody>
            </table>
        </div>
    }
}

fn summary(is_whole: bool) -> &'static str {
    match is_whole {
        true => say("Итоги по входным группам", "Totals of the entrances"),
        false => say("Итоги по объектам", "Totals of the sites"),
    }
}

/// A piece of a line.
fn sample(at: usize) -> Option<impl IntoView + use<>> {
    (at < LINES.len()).then(|| {
        view! {
            <svg class=format!("sample line-{at}") viewBox="0 0 28 10" aria-hidden="true">
                <path d="M1 5H27" />
            </svg>
        }
    })
}
