//! How many people were inside: an estimate by who came and who left.

use chrono::NaiveDate;

use super::share::Share;
use crate::api::series::Part;
use crate::language::local;

/// How many people were inside at the end of each hour. It begins at nobody each
/// day, and nobody is the least, since sensors miss some of those who come. Hours
/// that are missing or to come are not known.
pub fn inside(hours: &[Part]) -> Vec<Option<i64>> {
    let mut today = None::<NaiveDate>;
    let mut people = 0;
    let known = hours.iter().map(|hour| {
        let day = local(&hour.start).map(|start| start.date());
        if day != today {
            (today, people) = (day, 0);
        }
        people = (people + hour.r#in - hour.out).max(0);
        let is_known = Share::of(hour).is_some_and(|share| 0.0 < share.measured);
        is_known.then_some(people)
    });
    known.collect()
}

/// The most people of each day, in the days' order.
pub fn peaks(hours: &[Part]) -> Vec<(NaiveDate, Option<i64>)> {
    let mut days: Vec<(NaiveDate, Option<i64>)> = Vec::new();
    for (hour, people) in hours.iter().zip(inside(hours)) {
        let Some(day) = local(&hour.start).map(|start| start.date()) else {
            continue;
        };
        match days.last_mut().filter(|(last, _)| *last == day) {
            Some((_, most)) => *most = (*most).max(people),
            None => days.push((day, people)),
        }
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An hour of a day of November; nobody is known of where nothing is measured.
    fn hour(day: u32, hour: u32, counts: Option<(i64, i64)>) -> Part {
        let (r#in, out) = counts.unwrap_or_default();
        Part {
            start: format!("2026-11-{day:02}T{hour:02}:00:00+05:00"),
            r#in,
            out,
            expected: 12,
            measured: if counts.is_some() { 12 } else { 0 },
            ..Part::default()
        }
    }

    #[track_caller]
    fn check(hours: &[Part], expected: &[Option<i64>], most: &[Option<i64>]) {
        assert_eq!(inside(hours), expected);
        let peaks: Vec<_> = peaks(hours).into_iter().map(|(_, most)| most).collect();
        assert_eq!(peaks, most);
    }

    #[test]
    fn who_came_and_has_not_left_is_inside() {
        check(
            &[
                hour(1, 10, Some((10, 2))),
                hour(1, 11, Some((5, 5))),
                hour(1, 12, Some((0, 6))),
            ],
            &[Some(8), Some(8), Some(2)],
            &[Some(8)],
        );
    }

    #[test]
    fn nobody_is_the_least() {
        check(
            &[hour(1, 10, Some((1, 4))), hour(1, 11, Some((5, 2)))],
            &[Some(0), Some(3)],
            &[Some(3)],
        );
    }

    #[test]
    fn each_day_begins_anew() {
        check(
            &[hour(1, 23, Some((7, 0))), hour(2, 0, Some((1, 0)))],
            &[Some(7), Some(1)],
            &[Some(7), Some(1)],
        );
    }

    #[test]
    fn what_is_missing_is_not_known() {
        check(
            &[
                hour(1, 10, Some((7, 0))),
                hour(1, 11, None),
                hour(1, 12, Some((0, 2))),
                hour(2, 10, None),
            ],
            &[Some(7), None, Some(5), None],
            &[Some(7), None],
        );
        check(&[], &[], &[]);
    }
}
