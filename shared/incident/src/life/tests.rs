use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use spp_quality::Symptom;

use super::{Author, Context, Entry, Event, EventKind, Life, Refused, Role, Stage, VisitResult};
use crate::side::Clause;

const START: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn context(role: Role) -> Context {
    Context {
        role,
        korp: true,
        open_children: 0,
        now: START,
    }
}

/// An event of a kind, written as `kind` or `kind:particular`.
fn event(words: &str) -> Event {
    let (kind, detail) = words.split_once(':').unwrap_or((words, ""));
    let later = START + TimeDelta::days(10);
    let class = ("power".to_owned(), "restarted".to_owned());
    match kind {
        "detected" => Event::Detected {
            symptom: Symptom::NoContact,
            since: START,
        },
        "side_decided" => Event::SideDecided {
            clause: match detail {
                "client" => Clause::Client,
                "third_party" => Clause::ThirdParty,
                "own_repair" => Clause::OwnRepair,
                _ => Clause::Contractor,
            },
        },
        "remote_repair" => Event::RemoteRepair {
            fixed: detail != "failed",
        },
        "visit_agreed" => Event::VisitAgreed { at: later },
        "visit_made" => Event::VisitMade {
            result: match detail {
                "client" => VisitResult::ClientSide,
                "third_party" => VisitResult::ThirdPartySide,
                "own_repair" => VisitResult::OwnRepair,
                "contractor" => VisitResult::ContractorSide,
                _ => VisitResult::Fixed,
            },
        },
        "accepted" => Event::Accepted {
            planned: Some(later),
        },
        "more_time" => Event::MoreTime { until: Some(later) },
        "closed" => Event::Closed {
            cause: class.0,
            remedy: class.1,
        },
        "classified" => Event::Classified {
            cause: class.0,
            remedy: class.1,
        },
        plain => serde_json::from_value(serde_json::json!({ "event": plain })).unwrap(),
    }
}

fn life(events: &str) -> Life {
    events
        .split_whitespace()
        .try_fold(Life::default(), |life, words| life.then(&event(words)))
        .unwrap()
}

/// A way into each stage.
const WAYS: [(Stage, &str); 20] = [
    (Stage::New, ""),
    (Stage::Detected, "detected"),
    (Stage::Recorded, "detected recorded"),
    (Stage::Diagnosing, "detected recorded diagnosis_started"),
    (Stage::ClientAsked, "detected recorded client_asked"),
    (Stage::RemoteRepair, "detected recorded side_decided"),
    (
        Stage::VisitDue,
        "detected recorded side_decided remote_repair:failed",
    ),
    (
        Stage::VisitAgreed,
        "detected recorded side_decided remote_repair:failed visit_agreed",
    ),
    (Stage::TellClient, "detected recorded side_decided:client"),
    (
        Stage::AwaitingAnswer,
        "detected recorded side_decided:client services_told",
    ),
    (
        Stage::InWork,
        "detected recorded side_decided:client services_told accepted",
    ),
    (
        Stage::HandedBack,
        "detected recorded side_decided:client services_told handed_back",
    ),
    (
        Stage::Unconfirmed,
        "detected recorded side_decided:client services_told not_confirmed",
    ),
    (
        Stage::DiagnosisAgreed,
        "detected recorded side_decided:client services_told not_confirmed visit_agreed",
    ),
    (
        Stage::TellThirdParty,
        "detected recorded side_decided:third_party",
    ),
    (
        Stage::ThirdPartyTold,
        "detected recorded side_decided:third_party third_party_told",
    ),
    (
        Stage::OwnRepair,
        "detected recorded side_decided:own_repair",
    ),
    (
        Stage::Repaired,
        "detected recorded side_decided remote_repair",
    ),
    (Stage::Recovered, "detected recorded side_decided recovered"),
    (
        Stage::Closed,
        "detected recorded side_decided remote_repair recovered closed",
    ),
];

/// What each stage allows besides comments and classification, which any but
/// the first does.
const POSSIBLE: [(Stage, &str); 20] = [
    (Stage::New, "detected"),
    (Stage::Detected, "recorded recovered unstable"),
    (
        Stage::Recorded,
        "diagnosis_started client_asked side_decided recovered unstable closed",
    ),
    (
        Stage::Diagnosing,
        "client_asked side_decided recovered unstable closed",
    ),
    (
        Stage::ClientAsked,
        "client_answered side_decided recovered unstable closed",
    ),
    (
        Stage::RemoteRepair,
        "side_decided remote_repair recovered unstable",
    ),
    (
        Stage::VisitDue,
        "side_decided remote_repair visit_agreed visit_made recovered unstable",
    ),
    (
        Stage::VisitAgreed,
        "side_decided remote_repair visit_agreed visit_made recovered unstable",
    ),
    (
        Stage::TellClient,
        "side_decided services_told recovered unstable",
    ),
    (
        Stage::AwaitingAnswer,
        "side_decided accepted fixed more_time handed_back not_confirmed recovered unstable",
    ),
    (
        Stage::InWork,
        "side_decided accepted fixed more_time handed_back not_confirmed paid_repair_ordered recovered unstable",
    ),
    (
        Stage::HandedBack,
        "side_decided remote_repair recovered unstable closed",
    ),
    (
        Stage::Unconfirmed,
        "side_decided visit_agreed visit_made recovered unstable closed",
    ),
    (
        Stage::DiagnosisAgreed,
        "side_decided visit_agreed visit_made recovered unstable",
    ),
    (
        Stage::TellThirdParty,
        "side_decided third_party_told recovered unstable",
    ),
    (
        Stage::ThirdPartyTold,
        "side_decided fixed recovered unstable closed",
    ),
    (
        Stage::OwnRepair,
        "side_decided accepted fixed paid_repair_ordered recovered unstable closed",
    ),
    (
        Stage::Repaired,
        "side_decided recovered reopened unstable closed",
    ),
    (Stage::Recovered, "reopened unstable closed"),
    (Stage::Closed, "reopened"),
];

#[test]
fn every_pair_of_stage_and_event_is_allowed_or_refused() {
    for ((stage, way), (same, possible)) in WAYS.into_iter().zip(POSSIBLE) {
        assert_eq!((stage, life(way).stage), (same, stage), "{way}");
        let life = life(way);
        for kind in EventKind::ALL {
            let code = kind.as_str();
            let always = matches!(kind, EventKind::Comment | EventKind::Classified);
            let expected =
                always && stage != Stage::New || possible.split(' ').any(|word| word == code);
            match life.then(&event(code)) {
                Ok(_) => assert!(expected, "{stage:?} allows {code}"),
                Err(Refused::NotNow { allowed, .. }) => {
                    assert!(!expected && !allowed.contains(&kind), "{stage:?} {code}");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
}

#[test]
fn whole_lives_end_where_the_rules_put_them() {
    let check = |events: &str, stage: Stage| assert_eq!(life(events).stage, stage, "{events}");
    check("detected recovered", Stage::Closed);
    check("detected recorded client_asked recovered", Stage::Closed);
    check("detected recovered reopened", Stage::Detected);
    check("detected recorded recovered reopened", Stage::Diagnosing);
    check(
        "detected recorded side_decided:client services_told recovered reopened",
        Stage::AwaitingAnswer,
    );
    check(
        "detected recorded side_decided remote_repair recovered reopened",
        Stage::Diagnosing,
    );
    let visit = "detected recorded side_decided remote_repair:failed visit_agreed visit_made";
    for (result, stage) in [
        ("", Stage::Repaired),
        (":client", Stage::TellClient),
        (":third_party", Stage::TellThirdParty),
        (":own_repair", Stage::OwnRepair),
        (":contractor", Stage::RemoteRepair),
    ] {
        check(&format!("{visit}{result}"), stage);
    }
    let told = "detected recorded side_decided:client services_told";
    check(
        &format!("{told} accepted more_time fixed recovered closed"),
        Stage::Closed,
    );
    check(
        &format!("{told} handed_back remote_repair:failed"),
        Stage::VisitDue,
    );
    check(
        &format!("{told} not_confirmed side_decided:own_repair"),
        Stage::OwnRepair,
    );
}

#[test]
fn commands_are_refused_with_what_is_allowed() {
    let check = |events: &str, words: &str, context: Context, code: &str| {
        let refused = life(events).apply(&event(words), &context).unwrap_err();
        assert_eq!(refused.as_str(), code, "{events} {words}");
    };
    let engineer = context(Role::Engineer);
    let client = context(Role::Client);
    let told = "detected recorded side_decided:client services_told";
    check("detected recorded", "side_decided", client, "not_yours");
    check("detected", "fixed", engineer, "not_now");
    let prof = Context {
        korp: false,
        ..engineer
    };
    check(
        &format!("{told} not_confirmed"),
        "visit_agreed",
        prof,
        "not_in_plan",
    );
    let visited = "detected recorded side_decided remote_repair:failed visit_made recovered";
    check(visited, "closed", engineer, "act_unsigned");
    let parent = Context {
        open_children: 2,
        ..engineer
    };
    check(
        "detected recorded side_decided recovered",
        "closed",
        parent,
        "children_open",
    );
    let late = Context {
        now: START + TimeDelta::days(10),
        ..client
    };
    check(told, "accepted", late, "term_passed");
    let early = Context {
        now: START - TimeDelta::days(722),
        ..client
    };
    check(told, "accepted", early, "term_too_far");
    let nonsense = Event::Classified {
        cause: "firmware".to_owned(),
        remedy: "restarted".to_owned(),
    };
    let refused = life("detected").apply(&nonsense, &engineer).unwrap_err();
    assert_eq!(refused.as_str(), "unclassified");
}

#[test]
fn client_users_see_their_own_answers_only() {
    let check = |events: &str, expected: &str| {
        let allowed = life(events).allowed(&context(Role::Client));
        let codes: Vec<_> = allowed.into_iter().map(EventKind::as_str).collect();
        assert_eq!(codes.join(" "), expected, "{events}");
    };
    check("detected recorded", "comment");
    check("detected recorded client_asked", "client_answered comment");
    check(
        "detected recorded side_decided:client services_told",
        "accepted fixed more_time handed_back not_confirmed comment",
    );
    check(
        "detected recorded side_decided:third_party third_party_told",
        "fixed comment",
    );
}

#[test]
fn codes_are_the_stored_ones() {
    for kind in EventKind::ALL {
        let json = serde_json::to_value(event(kind.as_str())).unwrap();
        assert_eq!(json["event"], kind.as_str());
        assert_eq!(
            serde_json::from_value::<Event>(json).unwrap(),
            event(kind.as_str())
        );
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
    for stage in Stage::ALL {
        assert_eq!(serde_json::to_value(stage).unwrap(), stage.as_str());
    }
    let engineer = Author::Engineer {
        name: "Anna".to_owned(),
    };
    let json = serde_json::json!({ "author": "engineer", "name": "Anna" });
    assert_eq!(serde_json::to_value(engineer).unwrap(), json);
}

proptest! {
    #[test]
    fn a_replayed_log_is_where_its_steps_have_led(choices in prop::collection::vec((0usize..25, 0usize..5), 1..60)) {
        let roles = [Role::Watch, Role::Engineer, Role::Client, Role::ThirdParty, Role::System];
        let details = ["", ":client", ":third_party", ":own_repair", ":failed"];
        let mut life = Life::default();
        let mut log = Vec::new();
        for (choice, variety) in choices {
            let context = context(roles[choice % roles.len()]);
            let allowed = life.allowed(&context);
            if allowed.is_empty() {
                continue;
            }
            let kind = allowed[choice % allowed.len()];
            let event = event(&format!("{}{}", kind.as_str(), details[variety]));
            life = life.apply(&event, &context).unwrap();
            log.push(Entry { at: START, author: Author::System, event, text: None });
        }
        prop_assert_eq!(Life::from_log(&log).unwrap(), life);
    }
}
