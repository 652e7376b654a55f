//! When people come: by weekday and hour, and by the days of a year.

use chrono::{Datelike as _, NaiveDate, Timelike as _};
use serde_json::{Value, json};

use super::draw::with;
use super::share::Share;
use crate::api::series::Part;
use crate::language::local;

/// The mean of visitors of each hour of each weekday, from Monday; none where
/// nothing was measured.
pub type Week = [[Option<f64>; 24]; 7];

/// The mean of hours that were measured.
pub fn week(hours: &[Part]) -> Week {
    let mut sums = [[(0_i64, 0_u32); 24]; 7];
    for hour in hours {
        let known = Share::of(hour).is_some_and(Share::is_enough);
        let Some(start) = local(&hour.start).filter(|_| known) else {
            continue;
        };
        let weekday = start.weekday().num_days_from_monday() as usize;
        let cell = sums
            .get_mut(weekday)
            .and_then(|day| day.get_mut(start.hour() as usize));
        if let Some((people, times)) = cell {
            *people += hour.r#in;
            *times += 1;
        }
    }
    sums.map(|day| day.map(|(people, times)| (0 < times).then(|| people as f64 / f64::from(times))))
}

/// The hours in which anybody comes, from the first to the last; all, where nobody
/// ever does.
pub fn busy(week: &Week) -> std::ops::RangeInclusive<usize> {
    let comes = |hour: &usize| {
        let mut days = week
            .iter()
            .filter_map(|day| day.get(*hour).copied().flatten());
        days.any(|people| 0.5 <= people)
    };
    let first = (0..24).find(comes).unwrap_or(0);
    first..=(0..24).rev().find(comes).unwrap_or(23)
}

/// Visitors of the days that were measured.
pub fn days(parts: &[Part]) -> Vec<(NaiveDate, i64)> {
    let known = parts
        .iter()
        .filter(|part| 0 < part.measured || 0 < part.restored);
    known
        .filter_map(|part| Some((local(&part.start)?.date(), part.r#in)))
        .collect()
}

/// One cell of a map with what is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// Its place: a position, or a date.
    pub x: Value,
    /// Its row; none in a calendar.
    pub y: Option<usize>,
    /// Visitors.
    pub people: f64,
    /// What is told.
    pub say: String,
}

/// A map of weekdays and hours, the first weekday on top.
pub fn week_chart(name: &str, weekdays: &[String], hours: &[String], cells: &[Cell]) -> Value {
    let place = json!({"encode": {"x": "x", "y": "y", "value": "people"}});
    let field = json!({
        "grid": {"left": 0, "right": 4, "top": 4, "bottom": 56},
        "xAxis": {"type": "category", "data": hours},
        "yAxis": {"type": "category", "data": weekdays, "inverse": true},
        "series": [with(painted(), place)],
    });
    with(map(name, cells), field)
}

/// A map of the days of a year, beside the names of the weekdays from Monday.
pub fn year_chart(name: &str, year: i32, weekdays: &[String], cells: &[Cell]) -> Value {
    // The library counts them from Sunday.
    let names: Vec<_> = weekdays.iter().cycle().skip(6).take(7).collect();
    let place = json!({
        "coordinateSystem": "calendar",
        "encode": {"time": "x", "value": "people"},
    });
    let field = json!({
        "calendar": {
            "range": year.to_string(),
            "left": 32,
            "right": 4,
            "top": 24,
            "bottom": 40,
            "cellSize": ["auto", "auto"],
            "dayLabel": {"nameMap": names},
            "yearLabel": {"show": false},
            "splitLine": {"lineStyle": {"color": "var(--line-strong)", "width": 1}},
        },
        "series": [with(painted(), place)],
    });
    with(map(name, cells), field)
}

fn painted() -> Value {
    json!({
        "type": "heatmap",
        "itemStyle": {"borderColor": "var(--card)", "borderWidth": 1},
        "emphasis": {"itemStyle": {"borderColor": "var(--ink)"}},
    })
}

fn map(name: &str, cells: &[Cell]) -> Value {
    let rows: Vec<_> = cells
        .iter()
        .map(|cell| json!({"x": cell.x, "y": cell.y, "people": cell.people, "say": cell.say}))
        .collect();
    let most = cells.iter().map(|cell| cell.people).fold(1.0, f64::max);
    json!({
        "aria": {"label": {"description": name}},
        "dataset": {"source": rows},
        "tooltip": {},
        "visualMap": {
            "type": "continuous",
            "dimension": "people",
            "min": 0,
            "max": most.ceil(),
            "orient": "horizontal",
            "left": "right",
            "bottom": 0,
            "itemWidth": 10,
            "itemHeight": 120,
            "calculable": false,
            "precision": 0,
            "inRange": {"color": ["var(--inset)", "var(--accent)"]},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(start: &str, r#in: i64, measured: i64) -> Part {
        Part {
            start: format!("{start}:00+05:00"),
            r#in,
            expected: 4,
            measured,
            ..Part::default()
        }
    }

    #[test]
    fn hours_of_a_weekday_have_their_mean() {
        let hours = [
            part("2026-11-09T10:00", 10, 4),
            part("2026-11-16T10:00", 15, 4),
            part("2026-11-23T10:00", 0, 0),
            part("2026-11-23T11:00", 1, 1),
            part("2026-11-15T23:00", 7, 4),
        ];
        let week = week(&hours);
        assert_eq!(week[0][10], Some(12.5));
        assert_eq!(week[0][11], None);
        assert_eq!(week[6][23], Some(7.0));
        assert_eq!(busy(&week), 10..=23);
    }

    #[test]
    fn all_hours_are_shown_where_nobody_comes() {
        assert_eq!(busy(&week(&[])), 0..=23);
        assert_eq!(busy(&week(&[part("2026-11-09T10:00", 0, 4)])), 0..=23);
    }

    #[test]
    fn days_that_are_missing_are_left_out() {
        let parts = [
            part("2026-11-09T00:00", 10, 4),
            part("2026-11-10T00:00", 0, 0),
        ];
        let monday = NaiveDate::from_ymd_opt(2026, 11, 9).unwrap();
        assert_eq!(days(&parts), [(monday, 10)]);
    }

    #[test]
    fn a_map_paints_by_people() {
        let cells = [Cell {
            x: json!("2026-11-09"),
            y: None,
            people: 41.2,
            say: "so".to_owned(),
        }];
        for option in [
            year_chart("Year", 2026, &[], &cells),
            week_chart("Week", &[], &[], &cells),
        ] {
            assert_eq!(option["visualMap"]["dimension"], "people");
            assert_eq!(option["visualMap"]["max"], 42.0);
            assert_eq!(option["dataset"]["source"][0]["say"], "so");
        }
    }
}
