//! A term as its reader sees it: how much of it is left, in working time, and
//! by which rule.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde::Serialize;
use spp_calendar::Production;
use spp_incident::class;
use spp_incident::deadline::{Deadline, Due, Held};
use spp_web::Language;
use utoipa::ToSchema;

use crate::case::AHEAD;
use crate::list::{said, time};

/// A term.
#[derive(Debug, Serialize, ToSchema)]
pub struct Term {
    kind: &'static str,
    /// What is owed, in the reader's language.
    name: &'static str,
    /// The number of the rule that sets it.
    clause: &'static str,
    /// What that rule says, in the reader's language.
    rule: &'static str,
    /// From what it is counted, in the reader's language.
    beginning: &'static str,
    whose: &'static str,
    /// Who owes it, in the reader's language.
    whose_name: &'static str,
    started: String,
    /// When it ends; absent where no production calendar is loaded for then.
    due: Option<String>,
    met: Option<String>,
    breached: bool,
    at_risk: bool,
    /// Whether it passes in working time only, by the production calendar; one
    /// that somebody has named passes by the clock.
    working: bool,
    /// How many seconds it holds in all, counted as `working` says.
    seconds_total: Option<u64>,
    /// How many of them are left, or were when it was met.
    seconds_left: Option<u64>,
    /// How many have passed beyond its end.
    seconds_over: Option<u64>,
}

/// A time in which one party had to act.
#[derive(Debug, Serialize, ToSchema)]
pub struct Span {
    whose: &'static str,
    /// The party, in the reader's language.
    whose_name: &'static str,
    from: String,
    to: String,
    /// How much working time that was.
    working_seconds: Option<u64>,
}

/// How terms and spans are shown.
pub struct Sight<'a> {
    /// Working time.
    pub calendar: &'a Production,
    /// The reader's language.
    pub language: Language,
    /// The zone in which moments are written.
    pub zone: Tz,
    /// The present.
    pub now: DateTime<Utc>,
}

impl Sight<'_> {
    /// A term.
    pub fn term(&self, deadline: &Deadline) -> Term {
        let say = |text| said(self.language, text);
        let working = !deadline.kind.is_named();
        let passed = |from, to| self.passed(working, from, to);
        let due = deadline.due.at();
        let end = deadline.met.unwrap_or(self.now);
        Term {
            kind: deadline.kind.as_str(),
            name: say(class::obligation(deadline.kind)),
            clause: deadline.clause,
            rule: say(class::rule(deadline.kind)),
            beginning: say(class::beginning(deadline.kind)),
            whose: deadline.whose.as_str(),
            whose_name: say(class::side(deadline.whose)),
            started: self.time(deadline.started),
            due: match deadline.due {
                Due::At(at) => Some(self.time(at)),
                Due::Beyond(_) => None,
            },
            met: deadline.met.map(|met| self.time(met)),
            breached: deadline.breached(self.now),
            at_risk: deadline.at_risk(self.now, AHEAD),
            working,
            seconds_total: due.and_then(|due| passed(deadline.started, due)),
            seconds_left: due.and_then(|due| passed(end, due)),
            seconds_over: due.and_then(|due| passed(due, end)),
        }
    }

    /// A time in which one party had to act.
    pub fn span(&self, held: &Held) -> Span {
        Span {
            whose: held.whose.as_str(),
            whose_name: said(self.language, class::side(held.whose)),
            from: self.time(held.from),
            to: self.time(held.to),
            working_seconds: self.passed(true, held.from, held.to),
        }
    }

    /// Whether it is working time now, and when that changes.
    pub fn office(&self) -> (bool, Option<String>) {
        let working = self.calendar.is_working(self.now).unwrap_or(false);
        let change = match working {
            true => self.calendar.end_of_working_day(self.now),
            false => self.calendar.next_working(self.now),
        };
        (working, change.ok().map(|at| self.time(at)))
    }

    fn time(&self, at: DateTime<Utc>) -> String {
        time(at.timestamp(), self.zone)
    }

    /// Seconds from one moment to another, none where the second is not the
    /// later; absent where no production calendar is loaded for them.
    fn passed(&self, working: bool, from: DateTime<Utc>, to: DateTime<Utc>) -> Option<u64> {
        match working {
            true => {
                let passed = self.calendar.between(from, to).ok()?;
                Some(passed.as_seconds())
            }
            false => u64::try_from((to - from).num_seconds().max(0)).ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use spp_calendar::MOSCOW;
    use spp_incident::deadline::Kind;
    use spp_incident::side::Side;

    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        format!("2026-{text}:00+03:00").parse().unwrap()
    }

    /// Friday, 20 November 2026, 15:00 until Monday, 18:00 of Moscow.
    fn deadline(kind: Kind, met: Option<&str>) -> Deadline {
        Deadline {
            kind,
            clause: kind.clause(),
            started: at("11-20T15:00"),
            due: Due::At(at("11-23T18:00")),
            met: met.map(at),
            whose: Side::Contractor,
        }
    }

    #[track_caller]
    fn check(kind: Kind, now: &str, met: Option<&str>, hours: [u64; 3]) {
        let sight = Sight {
            calendar: &Production::built_in(),
            language: Language::English,
            zone: MOSCOW,
            now: at(now),
        };
        let term = sight.term(&deadline(kind, met));
        let found = [term.seconds_total, term.seconds_left, term.seconds_over];
        assert_eq!(found, hours.map(|hours| Some(hours * 3_600)));
        assert_eq!(term.due.as_deref(), Some("2026-11-23T18:00:00+03:00"));
    }

    #[test]
    fn a_weekend_takes_nothing_of_a_term_in_working_time() {
        check(Kind::Record, "11-20T15:00", None, [12, 12, 0]);
        check(Kind::Record, "11-20T18:00", None, [12, 9, 0]);
        check(Kind::Record, "11-23T09:00", None, [12, 9, 0]);
        check(Kind::Record, "11-24T10:00", None, [12, 0, 1]);
    }

    #[test]
    fn what_was_met_stands_still() {
        check(Kind::Record, "11-27T10:00", Some("11-23T10:00"), [12, 8, 0]);
    }

    #[test]
    fn a_term_that_somebody_named_passes_by_the_clock() {
        check(Kind::ClientTerm, "11-22T18:00", None, [75, 24, 0]);
        check(Kind::ClientTerm, "11-24T18:00", None, [75, 0, 24]);
    }

    #[test]
    fn the_office_says_when_it_opens_and_closes() {
        let check = |now: &str, working: bool, change: &str| {
            let sight = Sight {
                calendar: &Production::built_in(),
                language: Language::Russian,
                zone: MOSCOW,
                now: at(now),
            };
            let change = format!("2026-{change}:00+03:00");
            assert_eq!(sight.office(), (working, Some(change)));
        };
        check("11-20T15:00", true, "11-20T18:00");
        check("11-20T18:00", false, "11-23T09:00");
    }
}
