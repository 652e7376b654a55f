//! Counts as a chart: bars of who came, by how that is known; what is missing and
//! what explains unusual figures as bands behind them; what is usual and last year
//! as lines before them.

use serde_json::{Value, json};

use super::share::{Share, Split};
use crate::api::series::{Event, Part};
use crate::language::moment;

/// So small a part may be missing without a band, as of a sensor that has just
/// begun its interval.
const TRIFLE: f64 = 0.005;

/// One bar.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Column {
    /// What stands below it.
    pub label: String,
    /// What is told of it.
    pub say: String,
    /// What it shows.
    pub part: Part,
    /// How many people were inside.
    pub inside: Option<i64>,
}

/// What is drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Drawing {
    /// What the chart is called.
    pub name: String,
    /// What a band is called where everything is missing.
    pub missing: String,
    /// The bars.
    pub columns: Vec<Column>,
    /// What explains unusual figures.
    pub events: Vec<Event>,
    /// Whether every label is shown that is not empty.
    pub sparse: bool,
}

impl Drawing {
    /// Who came, beside what is usual and beside last year.
    pub fn visitors(&self, usual: bool, year: bool) -> Value {
        let mut series = vec![
            bars(
                "counted",
                json!({"stack": "in", "itemStyle": {"color": "var(--measured)"}}),
            ),
            bars(
                "late",
                json!({"stack": "in", "itemStyle": patterned("var(--late)", LATE)}),
            ),
            bars(
                "restored",
                json!({"stack": "in", "itemStyle": patterned("var(--restored)", RESTORED)}),
            ),
        ];
        if usual {
            series.extend(band());
        }
        if year {
            let dots =
                json!({"type": [1, 4], "cap": "round", "width": 2.5, "color": "var(--last-year)"});
            series.push(line("year", dots));
        }
        self.chart(series)
    }

    /// Who came and who left.
    pub fn both(&self) -> Value {
        self.chart(vec![
            bars("in", json!({"itemStyle": {"color": "var(--measured)"}})),
            bars("out", json!({"itemStyle": patterned("var(--usual)", OUT)})),
        ])
    }

    /// How many were inside: at the end of each hour, or at most in each part.
    pub fn inside(&self, by_hours: bool) -> Value {
        if !by_hours {
            let colour = json!({"itemStyle": {"color": "var(--measured)"}});
            return self.chart(vec![bars("inside", colour)]);
        }
        let line = line("inside", json!({"width": 2, "color": "var(--measured)"}));
        let area = json!({"color": "var(--measured)", "opacity": 0.12});
        self.chart(vec![with(line, json!({"areaStyle": area}))])
    }

    fn chart(&self, mut series: Vec<Value>) -> Value {
        let labels: Vec<_> = self.columns.iter().map(|column| &column.label).collect();
        let interval = if self.sparse { json!(0) } else { json!("auto") };
        series.extend(self.background());
        json!({
            "aria": {"label": {"description": self.name}},
            "dataset": {"source": self.rows()},
            "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}},
            "grid": {"left": 0, "right": 16, "top": 20, "bottom": 0},
            "xAxis": [
                {"type": "category", "data": labels, "axisLabel": {"interval": interval, "hideOverlap": self.sparse, "lineHeight": 15}},
                {"type": "category", "data": labels, "show": false},
            ],
            "yAxis": [
                {"type": "value", "minInterval": 1, "splitNumber": 4},
                {"type": "value", "min": 0, "max": 1, "inverse": true, "show": false},
            ],
            "series": series,
        })
    }

    /// Bands over the whole height: what is missing hangs from above, as far as it
    /// is missing.
    fn background(&self) -> [Value; 2] {
        let band = |field: &str, depth: i64, style: Value, label: Value| {
            json!({
                "type": "bar",
                "xAxisIndex": 1,
                "yAxisIndex": 1,
                "encode": {"x": "at", "y": field},
                "barWidth": "100%",
                "barGap": "-100%",
                "silent": true,
                "animation": false,
                "z": depth,
                "itemStyle": style,
                "label": with(label, json!({"show": true, "color": "var(--ink-soft)", "fontSize": 12})),
            })
        };
        let over = json!({"formatter": "{@event_name}", "position": [2, -14]});
        let upright = json!({"formatter": "{@missing_name}", "position": "inside", "rotate": 90});
        [
            band("event", 0, json!({"color": "var(--watch-soft)"}), over),
            band("missing", 1, patterned("var(--missing)", MISSING), upright),
        ]
    }

    fn rows(&self) -> Vec<Value> {
        let mut told = Vec::new();
        let mut is_gap = false;
        let rows = self.columns.iter().enumerate().map(|(at, column)| {
            let events = during(&self.events, &column.part);
            // Each event is named where it begins.
            let fresh = events.iter().filter(|event| !told.contains(*event));
            let names: Vec<_> = fresh.map(|event| event.name.as_str()).collect();
            let names = names.join(", ");
            told = events.clone();
            let missing = Share::of(&column.part).map_or(0.0, Share::missing);
            let begins = missing == 1.0 && !is_gap;
            is_gap = missing == 1.0;
            row(
                at,
                column,
                json!({
                    "event": (!events.is_empty()).then_some(1),
                    "event_name": names,
                    "missing": (TRIFLE < missing).then_some(missing),
                    "missing_name": if begins { self.missing.as_str() } else { "" },
                }),
            )
        });
        rows.collect()
    }
}

/// The events of a part.
fn during(events: &[Event], part: &Part) -> Vec<Event> {
    let (start, end) = (moment(&part.start), moment(&part.end));
    let is_during = |event: &&Event| moment(&event.from) < end && start < moment(&event.to);
    events.iter().filter(is_during).cloned().collect()
}

fn row(at: usize, column: &Column, bands: Value) -> Value {
    let part = &column.part;
    let split = Split::of(part);
    let some = |number: i64| (0 < number).then_some(number);
    let row = json!({
        "at": at,
        "say": column.say,
        "in": split.map(|_| part.r#in),
        "out": split.map(|_| part.out),
        "counted": split.map(|split| split.counted),
        "late": split.and_then(|split| some(split.late)),
        "restored": split.and_then(|split| some(split.restored)),
        "low": part.usual.map(|usual| usual.low),
        "width": part.usual.map(|usual| usual.high - usual.low),
        "median": part.usual.map(|usual| usual.median),
        "year": part.year.as_ref().map(|year| year.r#in),
        "inside": column.inside,
    });
    with(row, bands)
}

/// An object with what another one says, too.
pub fn with(object: Value, more: Value) -> Value {
    match (object, more) {
        (Value::Object(mut object), Value::Object(more)) => {
            object.extend(more);
            Value::Object(object)
        }
        (object, _) => object,
    }
}

fn bars(field: &str, style: Value) -> Value {
    let bars = json!({
        "type": "bar",
        "encode": {"x": "at", "y": field},
        "barCategoryGap": "22%",
        "barMaxWidth": 56,
        "z": 2,
    });
    with(bars, style)
}

fn line(field: &str, style: Value) -> Value {
    json!({
        "type": "line",
        "encode": {"x": "at", "y": field},
        "step": "middle",
        "showSymbol": false,
        "silent": true,
        "lineStyle": style,
        "itemStyle": {"opacity": 0},
        "z": 4,
    })
}

/// What is usual: a band, as the difference of two lines, and its middle.
fn band() -> [Value; 3] {
    let unseen = |field| {
        with(
            line(field, json!({"opacity": 0})),
            json!({"stack": "usual"}),
        )
    };
    let area = json!({"areaStyle": {"color": "var(--usual)", "opacity": 0.3}, "z": 3});
    let middle = json!({"type": [6, 4], "width": 1.5, "color": "var(--ink-soft)"});
    [
        unseen("low"),
        with(unseen("width"), area),
        line("median", middle),
    ]
}

/// Strokes from the bottom up, in their angle and their distance.
type Pattern = (f64, f64);
const LATE: Pattern = (-0.785, 3.0);
const RESTORED: Pattern = (0.785, 3.0);
const OUT: Pattern = (0.0, 2.0);
const MISSING: Pattern = (-0.785, 5.0);

/// A colour that is known by its pattern, too: an outline and strokes.
fn patterned(colour: &str, (angle, distance): Pattern) -> Value {
    json!({
        "color": "var(--card)",
        "borderColor": colour,
        "borderWidth": 1,
        "decal": {
            "symbol": "rect",
            "symbolSize": 1,
            "dashArrayX": [1, 0],
            "dashArrayY": [2, distance],
            "rotation": angle,
            "color": colour,
        },
    })
}

#[cfg(test)]
mod tests;
