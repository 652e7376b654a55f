//! What a finding rests on: its figures by name, and its series drawn beside what
//! is usual, with the same as a table.

#[cfg(test)]
mod tests;

use leptos::prelude::*;
use serde_json::Value;
use spp_quality::{Unit, meaning};

use crate::language::{Language, decimal, language, percent, say, since, span, spoken, zoned};
use crate::live::Memo;
use crate::parts::drawing::length;
use crate::parts::show::Show;

/// The width of the drawing; it stretches to its room.
const WIDTH: f64 = 720.0;
/// Its height.
const HEIGHT: f64 = 140.0;

/// What a finding rests on.
#[derive(Debug, Clone, Default, PartialEq)]
struct Facts {
    numbers: Vec<Number>,
    series: Vec<Point>,
}

#[derive(Debug, Clone, PartialEq)]
struct Number {
    name: String,
    value: f64,
}

#[derive(Debug, Clone, PartialEq)]
struct Point {
    at: String,
    value: Option<f64>,
    expected: Option<f64>,
}

impl Facts {
    /// The facts of a finding, or of its evidence alone.
    fn of(finding: &Value) -> Self {
        let evidence = finding.get("evidence").unwrap_or(finding);
        let all = |name| {
            evidence
                .get(name)
                .and_then(Value::as_array)
                .into_iter()
                .flatten()
        };
        Self {
            numbers: all("numbers").filter_map(Number::of).collect(),
            series: all("series").filter_map(Point::of).collect(),
        }
    }
}

impl Number {
    fn of(told: &Value) -> Option<Self> {
        Some(Self {
            name: told.get("name")?.as_str()?.to_owned(),
            value: told.get("value")?.as_f64()?,
        })
    }
}

impl Point {
    fn of(told: &Value) -> Option<Self> {
        let figure = |name| told.get(name).and_then(Value::as_f64);
        Some(Self {
            at: told.get("at")?.as_str()?.to_owned(),
            value: figure("value"),
            expected: figure("expected"),
        })
    }
}

/// The figures and the series of a finding.
#[component]
pub fn Evidence(
    /// The finding, or its evidence.
    #[prop(into)]
    finding: Memo<Value>,
    /// A moment by the site's clock, by which the series' are told, too.
    #[prop(into)]
    like: Signal<String>,
) -> impl IntoView {
    let facts = Memo::new(move |_| finding.with(Facts::of));
    let drawn = move || facts.with(|facts| facts.series.iter().any(|point| point.value.is_some()));
    view! {
        <dl class="figures small">
            {move || facts.with(|facts| facts.numbers.iter().filter_map(figure).collect_view())}
        </dl>
        <Show when=drawn>
            <figure class="evidence">
                <Drawing facts />
                <div class="scale wide" aria-hidden="true">
                    {move || facts.with(|facts| {
                        let end = |point: Option<&Point>| {
                            point.map(|point| since(&zoned(&point.at, &like.get())))
                        };
                        view! {
                            <span>{end(facts.series.first())}</span>
                            <span>{end(facts.series.last())}</span>
                        }
                    })}
                </div>
                <figcaption class="key">
                    <span class="counted">{spoken("посчитано", "counted")}</span>
                    <span class="usual">{spoken("обычно", "usual")}</span>
                    <span class="missing">{spoken("нет данных", "no counts")}</span>
                    <span class="top">
                        {move || {
                            let top = facts.with(|facts| Frame::of(&facts.series).high);
                            format!("{} {}", say("верх рисунка:", "top of the drawing:"), decimal(top, 1))
                        }}
                    </span>
                </figcaption>
                <details>
                    <summary>{spoken("Числами", "As figures")}</summary>
                    <Table facts like />
                </details>
            </figure>
        </Show>
    }
}

/// A figure that a reader can use, with its name and its unit.
fn figure(number: &Number) -> Option<impl IntoView + use<>> {
    let known = meaning(&number.name);
    let name = match (known, language()) {
        (Some(known), Language::Russian) => known.ru.to_owned(),
        (Some(known), Language::English) => known.en.to_owned(),
        (None, _) => number.name.clone(),
    };
    let value = match known.map_or(Unit::Number, |known| known.unit) {
        Unit::Inner => return None,
        Unit::Number => decimal(number.value, 0),
        Unit::Share => percent(number.value, false),
        Unit::Seconds => span(number.value.abs() as i64),
    };
    number
        .value
        .is_finite()
        .then(|| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
}

#[component]
fn Drawing(facts: Memo<Facts>) -> impl IntoView {
    let told = move || {
        let counted = facts.with(|facts| facts.series.iter().filter_map(|point| point.value).sum());
        let usual =
            facts.with(|facts| facts.series.iter().filter_map(|point| point.expected).sum());
        format!(
            "{} {}, {} {}",
            say("Посчитано всего", "Counted in all"),
            decimal(counted, 0),
            say("обычно", "usual"),
            decimal(usual, 0),
        )
    };
    view! {
        <svg role="img" aria-label=told viewBox=format!("0 0 {} {}", length(WIDTH), length(HEIGHT)) preserveAspectRatio="none">
            {move || facts.with(|facts| {
                let frame = Frame::of(&facts.series);
                let bars = facts.series.iter().enumerate();
                let bars = bars.map(|(index, point)| bar(&frame, index, point)).collect_view();
                view! {
                    <path class="usual" d=frame.usual(&facts.series) />
                    {bars}
                    <path class="edge" d=frame.edge(&facts.series) />
                    <line class="zero" x1="0" x2=length(WIDTH) y1=length(frame.y(0.0)) y2=length(frame.y(0.0)) />
                }
            })}
        </svg>
    }
}

fn bar(frame: &Frame, index: usize, point: &Point) -> impl IntoView + use<> {
    let (x, width) = (frame.x(index), (frame.step * 0.72).max(1.0));
    match point.value {
        Some(value) => {
            let (y, zero) = (frame.y(value), frame.y(0.0));
            let (top, height) = (y.min(zero), (y - zero).abs().max(1.0));
            view! { <rect class="counted" x=length(x) y=length(top) width=length(width) height=length(height) /> }.into_any()
        }
        None => view! { <rect class="missing" x=length(x) y="0" width=length(width) height=length(HEIGHT) /> }.into_any(),
    }
}

/// Where the values of a series stand in the drawing.
#[derive(Debug, PartialEq)]
struct Frame {
    step: f64,
    low: f64,
    high: f64,
}

impl Frame {
    /// It holds all values and zero.
    fn of(series: &[Point]) -> Self {
        let values = || {
            series
                .iter()
                .flat_map(|point| [point.value, point.expected])
                .flatten()
        };
        let low = values().fold(0.0, f64::min);
        let high = values().fold(0.0, f64::max);
        Self {
            step: WIDTH / series.len().max(1) as f64,
            low,
            high: if high <= low { low + 1.0 } else { high },
        }
    }

    fn x(&self, index: usize) -> f64 {
        index as f64 * self.step + self.step * 0.14
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT * (1.0 - (value - self.low) / (self.high - self.low))
    }

    /// What is usual as steps down to zero; it is interrupted where nothing is.
    fn usual(&self, series: &[Point]) -> String {
        let zero = length(self.y(0.0));
        let steps = self.steps(series);
        let step = |[left, right, y]: [String; 3]| format!("M{left} {zero}V{y}H{right}V{zero}Z");
        steps.map(step).collect()
    }

    /// The upper edge of what is usual.
    fn edge(&self, series: &[Point]) -> String {
        let steps = self.steps(series);
        steps
            .map(|[left, right, y]| format!("M{left} {y}H{right}"))
            .collect()
    }

    /// What is usual: from where to where, and how high.
    fn steps(&self, series: &[Point]) -> impl Iterator<Item = [String; 3]> {
        series.iter().enumerate().filter_map(|(index, point)| {
            let (left, right) = (index as f64 * self.step, (index + 1) as f64 * self.step);
            Some([left, right, self.y(point.expected?)].map(length))
        })
    }
}

#[component]
fn Table(facts: Memo<Facts>, like: Signal<String>) -> impl IntoView {
    let cell = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| decimal(value, 1));
    view! {
        <div class="scroll tall" tabindex="0" role="region" aria-label=spoken("Числа", "Figures")>
            <table>
                <thead>
                    <tr>
                        <th scope="col">{spoken("Когда", "When")}</th>
                        <th scope="col" class="number">{spoken("Посчитано", "Counted")}</th>
                        <th scope="col" class="number">{spoken("Обычно", "Usual")}</th>
                    </tr>
                </thead>
                <tbody>
                    {move || facts.with(|facts| {
                        let like = like.get();
                        facts
                            .series
                            .iter()
                            .map(|point| view! {
                                <tr>
                                    <td>{since(&zoned(&point.at, &like))}</td>
                                    <td class="number">{cell(point.value)}</td>
                                    <td class="number">{cell(point.expected)}</td>
                                </tr>
                            })
                            .collect_view()
                    })}
                </tbody>
            </table>
        </div>
    }
}
