//! What an event needs besides its name, and how it is sent.

use serde_json::{Map, Value};

use crate::language::moment;

/// The particulars that an event needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Particulars {
    /// None.
    Nothing,
    /// A moment in the future, under this name; whether it must be named.
    Moment(&'static str, bool),
    /// The clause by which a side acts.
    Clause,
    /// Whether it has helped.
    Fixed,
    /// What a visit has shown.
    Result,
    /// A cause and a remedy.
    Class,
}

/// What an event needs.
pub fn particulars(code: &str) -> Particulars {
    match code {
        "accepted" => Particulars::Moment("planned", false),
        "more_time" => Particulars::Moment("until", false),
        "visit_agreed" => Particulars::Moment("at", true),
        "side_decided" => Particulars::Clause,
        "remote_repair" => Particulars::Fixed,
        "visit_made" => Particulars::Result,
        "closed" | "classified" => Particulars::Class,
        _ => Particulars::Nothing,
    }
}

/// What was filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filled {
    /// A moment as browsers give it: `2026-11-26T18:00`, by the site's clock.
    pub moment: String,
    /// What was chosen: a clause, a result, `true` or `false`.
    pub choice: String,
    /// The cause's code.
    pub cause: String,
    /// The remedy's code.
    pub remedy: String,
    /// The text.
    pub text: String,
}

/// An event as the API takes it; `like` is any moment by the site's clock.
pub fn said(code: &str, filled: &Filled, like: &str) -> Value {
    let mut said = Map::new();
    let mut enter = |name: &str, value: Value| drop(said.insert(name.to_owned(), value));
    enter("event", code.into());
    match particulars(code) {
        Particulars::Nothing => {}
        Particulars::Moment(name, _) => match local(&filled.moment, like) {
            Some(moment) => enter(name, moment.into()),
            None => enter(name, Value::Null),
        },
        Particulars::Clause => enter("clause", filled.choice.clone().into()),
        Particulars::Fixed => enter("fixed", (filled.choice == "true").into()),
        Particulars::Result => enter("result", filled.choice.clone().into()),
        Particulars::Class => {
            enter("cause", filled.cause.clone().into());
            enter("remedy", filled.remedy.clone().into());
        }
    }
    match filled.text.trim() {
        "" => {}
        text => enter("text", text.into()),
    }
    Value::Object(said)
}

/// A moment that was typed by the site's clock, as the API takes it.
fn local(typed: &str, like: &str) -> Option<String> {
    let offset = moment(like)?.offset().to_string();
    let full = format!("{typed}:00{offset}");
    moment(&full).map(|moment| moment.to_rfc3339())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn filled() -> Filled {
        Filled {
            moment: "2026-11-26T18:00".to_owned(),
            choice: "4.2.4.2".to_owned(),
            cause: "power".to_owned(),
            remedy: "restarted".to_owned(),
            text: " так ".to_owned(),
        }
    }

    #[track_caller]
    fn check(code: &str, expected: Value) {
        let said = said(code, &filled(), "2026-11-25T10:00:00+05:00");
        assert_eq!(said, expected);
    }

    #[test]
    fn an_event_is_sent_with_its_particulars_and_no_others() {
        check("comment", json!({"event": "comment", "text": "так"}));
        check(
            "accepted",
            json!({"event": "accepted", "planned": "2026-11-26T18:00:00+05:00", "text": "так"}),
        );
        check(
            "side_decided",
            json!({"event": "side_decided", "clause": "4.2.4.2", "text": "так"}),
        );
        check(
            "closed",
            json!({"event": "closed", "cause": "power", "remedy": "restarted", "text": "так"}),
        );
        check(
            "remote_repair",
            json!({"event": "remote_repair", "fixed": false, "text": "так"}),
        );
    }

    #[test]
    fn a_moment_that_was_not_named_is_none() {
        let said = said("more_time", &Filled::default(), "2026-11-25T10:00:00+05:00");
        assert_eq!(said, json!({"event": "more_time", "until": null}));
    }
}
