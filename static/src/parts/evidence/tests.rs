use serde_json::json;

use super::*;

fn point(value: Option<f64>, expected: Option<f64>) -> Point {
    Point {
        at: String::new(),
        value,
        expected,
    }
}

#[test]
fn a_finding_and_its_evidence_alone_are_read_alike() {
    let evidence = json!({
        "numbers": [{"name": "people", "value": 3.0}],
        "series": [{"at": "2026-03-01T00:00:00Z", "value": null, "expected": 2.0}],
    });
    let facts = Facts::of(&evidence);
    assert_eq!((facts.numbers.len(), facts.series.len()), (1, 1));
    assert_eq!(Facts::of(&json!({"evidence": evidence})), facts);
    assert_eq!(Facts::of(&Value::Null), Facts::default());
}

#[test]
fn a_drawing_holds_all_values_and_zero() {
    let check = |values: &[Option<f64>], low, high| {
        let series: Vec<_> = values.iter().map(|value| point(*value, None)).collect();
        let frame = Frame::of(&series);
        assert_eq!((frame.low, frame.high), (low, high));
        assert_eq!((frame.y(high), frame.y(low)), (0.0, HEIGHT));
    };
    check(&[Some(4.0), None, Some(10.0)], 0.0, 10.0);
    check(&[Some(-2.0), Some(3.0)], -2.0, 3.0);
    check(&[Some(0.0), None], 0.0, 1.0);
    check(&[], 0.0, 1.0);
}

#[test]
fn what_is_usual_is_interrupted_where_nothing_is() {
    let series = [point(None, Some(5.0)), point(Some(10.0), None)];
    let usual = Frame::of(&series).usual(&series);
    assert_eq!(usual, "M0 140V70H360V140Z");
}
