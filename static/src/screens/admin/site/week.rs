//! Opening hours as the service tells them, and as they are typed.

use serde_json::{Value, json};

use crate::api::registry::Row;

/// A span of a day as it is typed: opens, closes.
pub type Times = (String, String);

/// The spans of each weekday, Monday's first.
pub fn typed(rows: &[Row]) -> [Vec<Times>; 7] {
    let mut week: [Vec<Times>; 7] = Default::default();
    for row in rows {
        let weekday = row
            .number("weekday")
            .and_then(|day| usize::try_from(day - 1).ok());
        if let Some(day) = weekday.and_then(|day| week.get_mut(day)) {
            day.push((row.text("opens"), shown(&row.text("closes"))));
        }
    }
    week
}

/// The spans as they are sent, in the order in which they stand.
pub fn sent(week: &[Vec<Times>; 7]) -> Vec<Value> {
    let days = week.iter().zip(1_u8..);
    days.flat_map(|(spans, weekday)| {
        let row = move |(opens, closes): &Times| {
            json!({"weekday": weekday, "opens": opens, "closes": closing(closes)})
        };
        spans.iter().map(row)
    })
    .collect()
}

/// A closing time as it is typed: a day that ends at midnight ends at 00:00.
pub fn shown(closes: &str) -> String {
    match closes {
        "24:00" => "00:00".to_owned(),
        other => other.to_owned(),
    }
}

/// A closing time as it is sent.
pub fn closing(closes: &str) -> String {
    match closes {
        "00:00" => "24:00".to_owned(),
        other => other.to_owned(),
    }
}

/// Which weekday, and which of so many spans of each, a refusal speaks of:
/// `hours[3].opens`.
pub fn place(field: &str, counts: [usize; 7]) -> Option<usize> {
    let rest = field.strip_prefix("hours[")?;
    let (number, _) = rest.split_once(']')?;
    let mut number: usize = number.parse().ok()?;
    for (day, count) in counts.into_iter().enumerate() {
        if number < count {
            return Some(day);
        }
        number -= count;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(opens: &str, closes: &str) -> Times {
        (opens.to_owned(), closes.to_owned())
    }

    #[test]
    fn hours_come_back_as_they_went() {
        let told = json!([
            {"weekday": 1, "opens": "10:00", "closes": "14:00"},
            {"weekday": 1, "opens": "15:00", "closes": "22:00"},
            {"weekday": 6, "opens": "00:00", "closes": "24:00"},
        ]);
        let rows: Vec<Row> = serde_json::from_value(told.clone()).unwrap();
        let week = typed(&rows);
        assert_eq!(week[0], [span("10:00", "14:00"), span("15:00", "22:00")]);
        assert_eq!(week[5], [span("00:00", "00:00")]);
        assert!(week[6].is_empty());
        assert_eq!(Value::from(sent(&week)), told);
    }

    #[test]
    fn a_refusal_is_shown_at_its_day() {
        let check = |field: &str, expected: Option<usize>| {
            assert_eq!(place(field, [1, 2, 0, 1, 1, 1, 1]), expected, "{field}");
        };
        check("hours[0].opens", Some(0));
        check("hours[2].closes", Some(1));
        check("hours[3].weekday", Some(3));
        check("hours[9].opens", None);
        check("name", None);
    }
}
