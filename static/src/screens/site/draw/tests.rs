use super::*;
use crate::api::series::{Usual, Year};

/// An hour of a day, of whose twelve intervals some were measured and some of
/// these late.
fn hour(hour: u32, r#in: i64, measured: i64, late: i64) -> Column {
    let at = |hour: u32| format!("2026-11-25T{hour:02}:00:00+03:00");
    Column {
        part: Part {
            start: at(hour),
            end: at(hour + 1),
            r#in,
            out: r#in / 2,
            expected: 12,
            measured,
            late: Some(late),
            ..Part::default()
        },
        ..Column::default()
    }
}

fn event(name: &str, from: &str, to: &str) -> Event {
    Event {
        kind: "promotion".to_owned(),
        name: name.to_owned(),
        from: format!("2026-11-25T{from}:00+03:00"),
        to: format!("2026-11-25T{to}:00+03:00"),
    }
}

fn drawing(columns: Vec<Column>, events: Vec<Event>) -> Drawing {
    Drawing {
        missing: "no counts".to_owned(),
        columns,
        events,
        ..Drawing::default()
    }
}

/// A field of all rows.
fn field(drawing: &Drawing, name: &str) -> Vec<Value> {
    let option = drawing.visitors(true, true);
    let rows = option.pointer("/dataset/source").and_then(Value::as_array);
    let rows = rows.into_iter().flatten();
    rows.map(|row| row[name].clone()).collect()
}

#[track_caller]
fn check(drawing: &Drawing, name: &str, expected: Value) {
    assert_eq!(Value::Array(field(drawing, name)), expected, "{name}");
}

#[test]
fn bars_tell_apart_how_people_are_known() {
    let mut restored = hour(13, 40, 0, 0);
    (restored.part.restored, restored.part.filled) = (40, 12);
    let drawing = drawing(
        vec![
            hour(10, 60, 12, 0),
            hour(11, 60, 12, 3),
            hour(12, 0, 0, 0),
            restored,
        ],
        Vec::new(),
    );
    check(&drawing, "counted", json!([60, 45, null, 0]));
    check(&drawing, "late", json!([null, 15, null, null]));
    check(&drawing, "restored", json!([null, null, null, 40]));
    check(&drawing, "in", json!([60, 60, null, 40]));
    check(&drawing, "out", json!([30, 30, null, 20]));
}

#[test]
fn what_is_missing_is_a_band_that_is_named_once() {
    let mut to_come = hour(14, 0, 0, 0);
    to_come.part.expected = 0;
    let drawing = drawing(
        vec![
            hour(10, 60, 9, 0),
            hour(11, 0, 0, 0),
            hour(12, 0, 0, 0),
            hour(13, 5, 12, 0),
            to_come,
        ],
        Vec::new(),
    );
    check(&drawing, "missing", json!([0.25, 1.0, 1.0, null, null]));
    check(
        &drawing,
        "missing_name",
        json!(["", "no counts", "", "", ""]),
    );
}

#[test]
fn an_event_is_a_band_that_is_named_where_it_begins() {
    let drawing = drawing(
        (9..13).map(|at| hour(at, 1, 12, 0)).collect(),
        vec![
            event("Sale", "10:30", "12:00"),
            event("Works", "11:00", "11:15"),
        ],
    );
    check(&drawing, "event", json!([null, 1, 1, null]));
    check(&drawing, "event_name", json!(["", "Sale", "Works", ""]));
}

#[test]
fn usual_and_last_year_are_drawn_where_they_are_wanted() {
    let mut column = hour(10, 60, 12, 0);
    let (low, median, high) = (50, 55, 65);
    column.part.usual = Some(Usual { low, median, high });
    column.part.year = Some(Year {
        r#in: 58,
        measured: 12,
    });
    let drawing = drawing(vec![column, hour(11, 60, 12, 0)], Vec::new());
    check(&drawing, "low", json!([50, null]));
    check(&drawing, "width", json!([15, null]));
    check(&drawing, "median", json!([55, null]));
    check(&drawing, "year", json!([58, null]));

    let drawn = |usual, year| {
        let option = drawing.visitors(usual, year);
        let series = option["series"].as_array().cloned().unwrap_or_default();
        let fields = series
            .iter()
            .filter_map(|series| series["encode"]["y"].as_str());
        fields.map(str::to_owned).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(drawn(false, false), "counted late restored event missing");
    assert_eq!(
        drawn(true, false),
        "counted late restored low width median event missing"
    );
    assert_eq!(
        drawn(false, true),
        "counted late restored year event missing"
    );
}

#[test]
fn every_series_stands_on_a_field_of_the_rows() {
    let drawing = drawing(vec![hour(10, 60, 12, 0)], Vec::new());
    for option in [
        drawing.visitors(true, true),
        drawing.both(),
        drawing.inside(true),
        drawing.inside(false),
    ] {
        let row = &option["dataset"]["source"][0];
        for series in option["series"].as_array().into_iter().flatten() {
            let named = series["encode"]["y"].as_str().unwrap_or_default();
            assert!(row.get(named).is_some(), "{named}");
        }
    }
}
