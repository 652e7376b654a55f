//! Several at once as a chart of lines.

use serde_json::{Map, Value, json};

use super::super::told::awake;
use crate::api::series::{Part, Step};

/// The lines by their colours and dashes; more are not told apart.
pub const LINES: [(&str, &[u32]); 5] = [
    ("var(--measured)", &[]),
    ("var(--restored)", &[8, 4]),
    ("var(--last-year)", &[2, 3]),
    ("var(--late)", &[10, 3, 2, 3]),
    ("var(--ink-soft)", &[4, 2]),
];

/// A time with what each came to in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// What stands below it.
    pub label: String,
    /// What is told of it.
    pub say: String,
    /// People in.
    pub values: Vec<Option<i64>>,
    /// Whether the time is over: before, a line would fall at its end.
    pub is_over: bool,
}

/// What each came to at the times of the first, by each one's own clock; none where
/// nothing was measured.
pub fn rows(series: &[(&str, &[Part])], step: Step) -> Vec<(Part, Vec<Option<i64>>)> {
    let Some((_, first)) = series.first() else {
        return Vec::new();
    };
    let at = |parts: &[Part], like: &Part| {
        let mut parts = parts.iter();
        parts
            .find(|part| wall(&part.start) == wall(&like.start))
            .cloned()
    };
    let together = first.iter().map(|part| {
        let all = series.iter().filter_map(|(_, parts)| at(parts, part));
        Part {
            r#in: all.map(|part| part.r#in).sum(),
            ..part.clone()
        }
    });
    let shown = awake(&together.collect::<Vec<_>>(), step);
    let rows = shown.into_iter().map(|part| {
        let values = series.iter().map(|(_, parts)| {
            let found = at(parts, &part)?;
            (0 < found.measured || 0 < found.restored).then_some(found.r#in)
        });
        let values = values.collect();
        (part, values)
    });
    rows.collect()
}

/// What the clock on the wall shows at a moment of the API: its text without the
/// zone's offset. Thousands are compared, too many to be read as times.
fn wall(moment: &str) -> &str {
    moment.get(..19).unwrap_or(moment)
}

/// The chart of lines, with every label that is not empty where they are sparse.
pub fn chart(name: &str, names: &[&str], lines: &[Line], sparse: bool) -> Value {
    let labels: Vec<_> = lines.iter().map(|line| &line.label).collect();
    let rows: Vec<_> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| row(at, line))
        .collect();
    let series: Vec<_> = names
        .iter()
        .zip(LINES)
        .enumerate()
        .map(|(at, (name, (colour, dashes)))| {
            let dashes = if dashes.is_empty() {
                json!("solid")
            } else {
                json!(dashes)
            };
            json!({
                "type": "line",
                "name": name,
                "encode": {"x": "at", "y": field(at)},
                "showSymbol": lines.len() < 3,
                "itemStyle": {"color": colour},
                "lineStyle": {"width": 2, "color": colour, "type": dashes},
            })
        })
        .collect();
    let interval = if sparse { json!(0) } else { json!("auto") };
    json!({
        "aria": {"label": {"description": name}},
        "dataset": {"source": rows},
        "tooltip": {"trigger": "axis"},
        "grid": {"left": 0, "right": 20, "top": 12, "bottom": 0},
        "xAxis": {
            "type": "category",
            "data": labels,
            "boundaryGap": false,
            "axisLabel": {"interval": interval, "hideOverlap": sparse, "lineHeight": 15},
        },
        "yAxis": {"type": "value", "minInterval": 1, "splitNumber": 3},
        "series": series,
    })
}

fn field(at: usize) -> String {
    format!("of_{at}")
}

fn row(at: usize, line: &Line) -> Value {
    let mut row = Map::new();
    row.insert("at".to_owned(), json!(at));
    row.insert("say".to_owned(), json!(line.say));
    let values = line.values.iter().enumerate();
    row.extend(values.map(|(at, value)| (field(at), json!(value.filter(|_| line.is_over)))));
    Value::Object(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(start: &str, r#in: i64, measured: i64) -> Part {
        Part {
            start: start.to_owned(),
            r#in,
            expected: 4,
            measured,
            ..Part::default()
        }
    }

    #[test]
    fn sites_meet_by_their_own_clocks() {
        let moscow = [
            part("2026-11-25T10:00:00+03:00", 10, 4),
            part("2026-11-25T11:00:00+03:00", 0, 0),
            part("2026-11-25T23:00:00+03:00", 0, 4),
        ];
        let omsk = [
            part("2026-11-25T10:00:00+06:00", 3, 4),
            part("2026-11-25T11:00:00+06:00", 5, 4),
        ];
        let check = |step, expected: &[[Option<i64>; 2]]| {
            let rows = rows(&[("Moscow", &moscow), ("Omsk", &omsk)], step);
            let values: Vec<_> = rows.into_iter().map(|(_, values)| values).collect();
            assert_eq!(values, expected);
        };
        let by_day = [[Some(10), Some(3)], [None, Some(5)]];
        check(Step::Hour, &by_day);
        check(Step::Day, &[by_day[0], by_day[1], [Some(0), None]]);
        assert_eq!(rows(&[], Step::Hour), []);
    }

    #[test]
    fn each_has_a_line_of_its_own() {
        let line = Line {
            label: "10:00".to_owned(),
            say: "so".to_owned(),
            values: vec![Some(1), None],
            is_over: true,
        };
        let running = Line {
            is_over: false,
            ..line.clone()
        };
        let option = chart("Name", &["one", "two"], &[line, running], false);
        assert_eq!(option["series"].as_array().map(Vec::len), Some(2));
        let row = &option["dataset"]["source"][0];
        assert_eq!((&row["of_0"], &row["of_1"]), (&json!(1), &Value::Null));
        assert_eq!(option["dataset"]["source"][1]["of_0"], Value::Null);
        assert_eq!(option["series"][1]["encode"]["y"], "of_1");
        assert_ne!(
            option["series"][0]["lineStyle"],
            option["series"][1]["lineStyle"]
        );
    }
}
