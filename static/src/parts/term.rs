//! The clock of a term: what is left of it, in the time in which it passes.

use leptos::prelude::*;

use crate::api::incidents::Term;
use crate::api::today::Health;
use crate::language::{say, since, span};
use crate::live::Memo;
use crate::parts::drawing::length;
use crate::parts::state::State;

/// How working time passes, as it was when the service answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// Whether it was working time.
    pub working: bool,
    /// In how many seconds that was to change; none, where that is not known.
    pub changes_in: Option<i64>,
    /// When that is.
    pub changes_at: Option<String>,
}

impl Office {
    /// Whether it is working time so many seconds after the answer.
    fn is_working(&self, elapsed: i64) -> bool {
        let changed = self.changes_in.is_some_and(|seconds| seconds <= elapsed);
        self.working != changed
    }

    /// How much working time has passed in so many seconds since the answer: no
    /// further than to the second change, by which it was long asked again.
    fn passed(&self, elapsed: i64) -> i64 {
        let change = self.changes_in.unwrap_or(i64::MAX);
        match self.working {
            true => elapsed.min(change),
            false => elapsed.saturating_sub(change).max(0),
        }
    }
}

/// How a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// It was met, with so many seconds left.
    Met(i64),
    /// It was met so many seconds late.
    MetLate(i64),
    /// So many seconds are left.
    Left(i64),
    /// So many seconds have passed beyond its end.
    Over(i64),
    /// Its end is not known.
    Unknown,
}

/// How a term stands so many seconds after the answer.
fn standing(term: &Term, office: &Office, elapsed: i64) -> Standing {
    let (Some(left), Some(over)) = (term.seconds_left, term.seconds_over) else {
        return Standing::Unknown;
    };
    let passed = match term.working {
        true => office.passed(elapsed),
        false => elapsed,
    };
    match (term.met.is_some(), term.breached) {
        (true, true) => Standing::MetLate(over),
        (true, false) => Standing::Met(left),
        (false, true) => Standing::Over(over + passed),
        (false, false) if left < passed => Standing::Over(passed - left),
        (false, false) => Standing::Left(left - passed),
    }
}

/// A length of working time: days of it have no fixed length, so it is told in
/// hours and minutes.
pub fn hours(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match minutes {
        0 => say("меньше минуты", "less than a minute").to_owned(),
        _ if minutes < 60 * 24 => span(seconds),
        _ => {
            let (hours, rest) = (minutes / 60, minutes % 60);
            let hours = format!("{hours}\u{a0}{}", say("ч", "h"));
            match rest {
                0 => hours,
                rest => format!("{hours} {rest}\u{a0}{}", say("мин", "min")),
            }
        }
    }
}

/// A term with the time that is left of it.
#[component]
pub fn Clock(
    /// The term.
    #[prop(into)]
    term: Memo<Term>,
    /// How working time passes.
    #[prop(into)]
    office: Memo<Office>,
    /// Seconds since the service has answered.
    #[prop(into)]
    elapsed: Memo<i64>,
) -> impl IntoView {
    let now = Memo::new(move |_| {
        term.with(|term| office.with(|office| standing(term, office, elapsed.get())))
    });
    let health = Memo::new(move |_| {
        let at_risk = term.with(|term| term.at_risk);
        match now.get() {
            Standing::Met(_) => Health::Good,
            Standing::MetLate(_) | Standing::Over(_) => Health::Bad,
            Standing::Left(_) if at_risk => Health::Watch,
            Standing::Left(_) | Standing::Unknown => Health::Awaited,
        }
    });
    let word = Signal::derive(move || told(now.get(), term.with(|term| term.working)));
    let paused = move || {
        let waits = matches!(now.get(), Standing::Left(_) | Standing::Over(_));
        let paused = term.with(|term| term.working)
            && office.with(|office| !office.is_working(elapsed.get()));
        (waits && paused).then(|| office.with(resumes))
    };
    let share = move || {
        let total = term.with(|term| term.seconds_total.unwrap_or(0));
        match now.get() {
            Standing::Left(left) | Standing::Met(left) => passed_share(left, total),
            Standing::Over(_) | Standing::MetLate(_) => 100.0,
            Standing::Unknown => 0.0,
        }
    };
    let name = move || term.with(|term| term.name.clone());
    let until = move || {
        term.with(|term| match (&term.met, &term.due) {
            (Some(met), _) => format!("{} {}", say("выполнено", "met"), since(met)),
            (None, Some(due)) => format!("{} {}", say("срок", "due"), since(due)),
            (None, None) => String::new(),
        })
    };
    view! {
        <div class=move || format!("clock {}", health.get().class())>
            <h3>{name}</h3>
            <State health word />
            <svg viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
                <rect class="whole" width="100" height="6" />
                <rect class="passed" width=move || length(share()) height="6" />
            </svg>
            <div class="ends">
                <span>{move || term.with(|term| since(&term.started))}</span>
                <span>{until}</span>
            </div>
            {move || paused().map(|text| view! { <p class="hint">{text}</p> })}
        </div>
    }
}

/// How much of a term has passed, in percent.
fn passed_share(left: i64, total: i64) -> f64 {
    match total {
        ..=0 => 100.0,
        _ => (100.0 * (1.0 - left as f64 / total as f64)).clamp(0.0, 100.0),
    }
}

fn told(standing: Standing, working: bool) -> String {
    let length = |seconds| match working {
        true => format!(
            "{} {}",
            hours(seconds),
            say("рабочего времени", "of working time")
        ),
        false => span(seconds),
    };
    match standing {
        Standing::Met(left) => {
            let spare = say("Выполнено, оставалось", "Met, with some left:");
            format!("{spare} {}", length(left))
        }
        Standing::MetLate(over) => {
            format!(
                "{} {}",
                say("Выполнено с опозданием на", "Met late by"),
                length(over)
            )
        }
        Standing::Left(left) => format!("{} {}", say("Осталось", "Left:"), length(left)),
        Standing::Over(over) => {
            format!("{} {}", say("Просрочено на", "Overdue by"), length(over))
        }
        Standing::Unknown => say(
            "Срок не известен: производственный календарь на этот год не загружен",
            "Not known: no production calendar is loaded for that year",
        )
        .to_owned(),
    }
}

fn resumes(office: &Office) -> String {
    let paused = say(
        "Сейчас нерабочее время, отсчёт стоит",
        "The office is closed and the clock stands",
    );
    match office.changes_at.as_deref().filter(|_| !office.working) {
        Some(at) => format!("{paused} {} {}", say("до", "until"), since(at)),
        None => paused.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(working: bool, changes_in: i64) -> Office {
        Office {
            working,
            changes_in: Some(changes_in),
            changes_at: None,
        }
    }

    fn term(working: bool, left: i64, over: i64, met: bool) -> Term {
        Term {
            name: String::new(),
            clause: String::new(),
            rule: String::new(),
            beginning: String::new(),
            whose_name: String::new(),
            started: String::new(),
            due: None,
            met: met.then(String::new),
            breached: 0 < over,
            at_risk: false,
            working,
            seconds_total: Some(1_000),
            seconds_left: Some(left),
            seconds_over: Some(over),
        }
    }

    #[test]
    fn working_time_passes_in_office_hours_only() {
        let check = |working, changes_in, elapsed, passed, is_working| {
            let office = office(working, changes_in);
            assert_eq!(office.passed(elapsed), passed);
            assert_eq!(office.is_working(elapsed), is_working);
        };
        check(true, 100, 60, 60, true);
        check(true, 100, 160, 100, false);
        check(false, 100, 60, 0, false);
        check(false, 100, 160, 60, true);
    }

    #[test]
    fn a_term_runs_out_and_then_over() {
        let check = |term: &Term, elapsed, expected| {
            assert_eq!(standing(term, &office(true, 10_000), elapsed), expected);
        };
        check(&term(true, 300, 0, false), 100, Standing::Left(200));
        check(&term(true, 300, 0, false), 400, Standing::Over(100));
        check(&term(true, 0, 50, false), 10, Standing::Over(60));
        check(&term(true, 300, 0, true), 100, Standing::Met(300));
        check(&term(true, 0, 50, true), 100, Standing::MetLate(50));
        let unknown = Term {
            seconds_left: None,
            ..term(true, 0, 0, false)
        };
        check(&unknown, 0, Standing::Unknown);
    }

    #[test]
    fn the_night_takes_nothing_but_of_a_term_by_the_clock() {
        let night = office(false, 10_000);
        let check = |working, expected| {
            let term = term(working, 300, 0, false);
            assert_eq!(standing(&term, &night, 100), expected);
        };
        check(true, Standing::Left(300));
        check(false, Standing::Left(200));
    }

    #[test]
    fn the_bar_shows_what_has_passed() {
        let check = |left, total, expected: f64| assert_eq!(passed_share(left, total), expected);
        check(750, 1_000, 25.0);
        check(0, 1_000, 100.0);
        check(2_000, 1_000, 0.0);
        check(0, 0, 100.0);
    }
}
