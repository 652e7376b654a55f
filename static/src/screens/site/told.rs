//! Counts in the reader's words.

use chrono::{Datelike as _, NaiveDate, NaiveTime, TimeDelta, Timelike as _};

use super::draw::Column;
use super::inside::{inside, peaks};
use super::share::Share;
use super::wanted::Look;
use crate::api::series::{Event, Part, Step};
use crate::language::{
    clock, date, day, day_short, local, month, month_short, percent, say, since, weekday, whole,
};
use crate::parts::period::Period;

/// What stands for what is not known.
pub const NONE: &str = "—";

/// A period: "25 ноября 2026 г.", "ноябрь 2026 г.", "2026", "1–10 нояб. 2026".
pub fn period(period: &Period) -> String {
    let (first, last) = (period.from, period.last());
    let begins_month = first.day() == 1;
    let is_month = begins_month && period.to.day() == 1 && period.days() <= 31;
    let is_year = begins_month && first.month() == 1 && period.to.ordinal() == 1;
    match period.days() {
        1 => format!("{}, {}", weekday(first), date(first)),
        _ if is_month => month(first),
        365 | 366 if is_year => first.year().to_string(),
        _ => format!("{} – {}", day_short(first), date(last)),
    }
}

/// A part of a period: "пн, 23 ноября, 10:00–11:00", "23 нояб. – 29 нояб.".
pub fn part(part: &Part, step: Step) -> String {
    let (Some(start), Some(end)) = (local(&part.start), local(&part.end)) else {
        return part.start.clone();
    };
    let first = start.date();
    let whole_day = || format!("{}, {}", weekday(first), day(first));
    match step {
        Step::Hour => format!(
            "{}, {}–{}",
            whole_day(),
            clock(&part.start),
            clock(&part.end)
        ),
        Step::Day => whole_day(),
        Step::Week => {
            let last = end.date() - TimeDelta::days(1);
            format!("{} – {}", day_short(first), day_short(last))
        }
        Step::Month => month(first),
    }
}

/// When an event is: whole days by their dates, others by their times.
pub fn event(event: &Event) -> String {
    let (from, to) = (&event.from, &event.to);
    let days = local(from).zip(local(to)).filter(|(from, to)| {
        from.time() == NaiveTime::MIN && to.time() == NaiveTime::MIN && from < to
    });
    let days = days.map(|(from, to)| (from.date(), to.date() - TimeDelta::days(1)));
    match days {
        Some((first, last)) if first == last => date(first),
        Some((first, last)) => format!("{} – {}", day(first), date(last)),
        None => format!("{} – {}", since(from), since(to)),
    }
}

/// The parts that are drawn: without the hours of the night in which nobody ever
/// comes.
pub fn awake(parts: &[Part], step: Step) -> Vec<Part> {
    let hour = |part: &Part| local(&part.start).map_or(0, |start| start.hour());
    let comes = |part: &&Part| {
        let usual = part.usual.map_or(0, |usual| usual.median);
        0 < part.r#in + part.out + usual
    };
    let busy = parts.iter().filter(comes).map(hour);
    let (first, last) = busy.fold((24, 0), |(first, last), hour| {
        (first.min(hour), last.max(hour))
    });
    let is_shown =
        |part: &&Part| step != Step::Hour || last < first || (first..=last).contains(&hour(part));
    parts.iter().filter(is_shown).cloned().collect()
}

/// How a period of several days of hours is looked at, its labels name the days.
pub fn is_sparse(period: &Period) -> bool {
    period.step == Step::Hour && 1 < period.days()
}

/// The bars of a period.
pub fn columns(parts: &[Part], hours: &[Part], period: &Period, look: Look) -> Vec<Column> {
    let shown = awake(parts, period.step);
    let inside = match look {
        Look::Inside => people_inside(&shown, hours, period.step),
        _ => vec![None; shown.len()],
    };
    let mut last = None::<NaiveDate>;
    let columns = shown.into_iter().zip(inside).map(|(part, inside)| {
        let first = local(&part.start).map(|start| start.date());
        let label = label(&part, period, first != last);
        last = first;
        let say = match look {
            Look::Inside => said_inside(&part, period.step, inside),
            _ => said(&part, period.step),
        };
        Column {
            label,
            say,
            part,
            inside,
        }
    });
    columns.collect()
}

/// How many people were inside: at the end of an hour, or at most on a day.
fn people_inside(shown: &[Part], hours: &[Part], step: Step) -> Vec<Option<i64>> {
    let known: Vec<(String, Option<i64>)> = match step {
        Step::Hour => hours
            .iter()
            .map(|hour| hour.start.clone())
            .zip(inside(hours))
            .collect(),
        _ => peaks(hours)
            .into_iter()
            .map(|(day, most)| (day.to_string(), most))
            .collect(),
    };
    let of = |part: &Part| {
        let mut known = known.iter();
        known
            .find(|(start, _)| part.start.starts_with(start.as_str()))
            .and_then(|(_, people)| *people)
    };
    shown.iter().map(of).collect()
}

/// What stands below a bar.
pub fn label(part: &Part, period: &Period, begins_day: bool) -> String {
    let Some(start) = local(&part.start) else {
        return String::new();
    };
    let first = start.date();
    let is_one_month = period.days() <= 31 && period.from.month() == period.last().month();
    match period.step {
        Step::Hour if period.days() == 1 => clock(&part.start),
        Step::Hour if begins_day => format!("{} {}", weekday(first), first.day()),
        Step::Hour => String::new(),
        Step::Day if is_one_month => format!("{}\n{}", first.day(), weekday(first)),
        Step::Day | Step::Week => day_short(first),
        Step::Month => month_short(first),
    }
}

fn said(part: &Part, step: Step) -> String {
    let mut lines = vec![self::part(part, step)];
    let share = Share::of(part);
    match share.filter(|share| 0.0 < share.measured || 0 < part.restored) {
        Some(_) => lines.push(format!(
            "{}: {}, {}: {}",
            say("вошли", "in"),
            whole(part.r#in),
            say("вышли", "out"),
            whole(part.out)
        )),
        None if share.is_some() => lines.push(say("данных нет", "no counts").to_owned()),
        None => {}
    }
    lines.extend(part.usual.map(|usual| {
        let (low, high) = (whole(usual.low), whole(usual.high));
        format!(
            "{}: {} ({low}–{high})",
            say("обычно", "usual"),
            whole(usual.median)
        )
    }));
    let year = part.year.as_ref();
    lines.extend(year.map(|year| {
        format!(
            "{}: {}",
            say("годом раньше", "a year before"),
            whole(year.r#in)
        )
    }));
    lines.extend(share.and_then(|share| how(part, share)));
    lines.join("\n")
}

/// How a part is known, where that is not as it should be.
fn how(part: &Part, share: Share) -> Option<String> {
    let mut told = Vec::new();
    if share.measured < 0.995 {
        told.push(format!(
            "{} {}",
            say("измерено", "measured"),
            percent(share.measured, false)
        ));
    }
    if 0.0 < share.late {
        told.push(format!(
            "{} {}",
            say("с опозданием", "late"),
            percent(share.late, false)
        ));
    }
    if 0 < part.restored {
        told.push(format!(
            "{} {}",
            say("восстановлено", "restored"),
            whole(part.restored)
        ));
    }
    (!told.is_empty()).then(|| told.join(", "))
}

fn said_inside(part: &Part, step: Step, inside: Option<i64>) -> String {
    let what = match step {
        Step::Hour => say(
            "внутри в конце часа, оценка",
            "inside at its end, an estimate",
        ),
        _ => say(
            "наибольшее число внутри, оценка",
            "the most inside, an estimate",
        ),
    };
    let inside = inside.map_or(NONE.to_owned(), whole);
    format!("{}\n{what}: {inside}", self::part(part, step))
}

/// What the parts are called.
pub fn unit(step: Step) -> &'static str {
    match step {
        Step::Hour => say("Час", "Hour"),
        Step::Day => say("День", "Day"),
        Step::Week => say("Неделя", "Week"),
        Step::Month => say("Месяц", "Month"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_in_which_nobody_ever_comes_are_not_drawn() {
        let hour = |day: u32, hour: u32, r#in: i64| Part {
            start: format!("2026-11-{day:02}T{hour:02}:00:00+03:00"),
            r#in,
            ..Part::default()
        };
        let check = |people: [[i64; 4]; 2], step, expected: &[&str]| {
            let hours = (1..).zip(people).flat_map(|(day, hours)| {
                (8..)
                    .zip(hours)
                    .map(move |(at, people)| hour(day, at, people))
            });
            let shown = awake(&hours.collect::<Vec<_>>(), step);
            let starts: Vec<_> = shown
                .iter()
                .filter_map(|part| part.start.get(8..13))
                .collect();
            assert_eq!(starts, expected);
        };
        check(
            [[0, 5, 0, 0], [0, 0, 2, 0]],
            Step::Hour,
            &["01T09", "01T10", "02T09", "02T10"],
        );
        let all = [
            "01T08", "01T09", "01T10", "01T11", "02T08", "02T09", "02T10", "02T11",
        ];
        check([[0; 4]; 2], Step::Hour, &all);
        check([[0, 5, 0, 0], [0; 4]], Step::Day, &all);
    }
}
