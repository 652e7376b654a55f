use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use proptest::prelude::*;

use super::*;

fn now() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 25, 20, 0, 0).unwrap()
}

#[test]
fn only_what_is_critical_goes_at_night() {
    let morning = now() + TimeDelta::hours(10);
    let check = |urgency, next, expected| {
        assert_eq!(earliest(now(), urgency, |_| next), expected, "{urgency:?}");
    };
    check(Urgency::Critical, Some(morning), now());
    check(Urgency::Term, Some(morning), morning);
    check(Urgency::News, Some(morning), morning);
    check(Urgency::Routine, Some(now()), now());
    check(Urgency::Routine, None, now());
}

#[test]
fn pauses_grow_from_a_minute_to_six_hours_and_end_after_three_days() {
    let pauses: Vec<_> = (1..).map_while(pause).collect();
    let minutes: Vec<_> = pauses.iter().map(TimeDelta::num_minutes).collect();
    assert_eq!(minutes[..10], [1, 2, 4, 8, 16, 32, 64, 128, 256, 360]);
    let all: TimeDelta = pauses.iter().sum();
    assert!(all <= PATIENCE && PATIENCE - LONGEST_PAUSE < all, "{all}");
    assert_eq!(pause(u32::MAX), None);
    assert_eq!(pause(0), pause(1));
}

#[test]
fn a_reply_is_about_what_was_being_said() {
    use Stage::{Content, Recipient, Sender, Session};
    let check = |reply: (u16, &str), stage, expected| {
        let (code, words) = reply;
        assert_eq!(
            Reply::new(code, words).verdict(stage),
            expected,
            "{reply:?}"
        );
    };
    check((250, "2.0.0 queued as 1"), Content, Verdict::Sent);
    check((421, "4.3.2 closing"), Session, Verdict::Retry);
    check((451, "4.7.1 greylisted"), Recipient, Verdict::Retry);
    check((452, "mailbox full"), Recipient, Verdict::Retry);
    check((550, "5.1.1 no such user"), Recipient, Verdict::Suppress);
    check((550, "no such user"), Recipient, Verdict::Suppress);
    check((551, "user not local"), Recipient, Verdict::Suppress);
    check((553, "5.1.3 bad address"), Recipient, Verdict::Suppress);
    check((550, "5.2.2 mailbox full"), Recipient, Verdict::Failed);
    check((550, "5.7.1 unwanted"), Recipient, Verdict::Failed);
    check((550, "5.4.4 no route"), Recipient, Verdict::Retry);
    check((554, "refused"), Recipient, Verdict::Failed);
    check((552, "5.3.4 too big"), Content, Verdict::Failed);
    check((550, "looks like spam"), Content, Verdict::Failed);
    check((550, "5.1.1 no such user"), Content, Verdict::Suppress);
    check((535, "5.7.8 bad password"), Session, Verdict::Retry);
    check((553, "5.1.8 not your domain"), Sender, Verdict::Retry);
    check((354, "go on"), Recipient, Verdict::Retry);
    // An enhanced status of another class is no status.
    check((550, "4.1.1 what"), Recipient, Verdict::Suppress);
}

#[test]
fn words_of_a_reply_stay_one_line() {
    let reply = Reply::new(550, "5.1.1 <a@b.example>:\r\n no\tsuch user ");
    assert_eq!(reply.text, "5.1.1 <a@b.example>: no such user");
    assert_eq!(Reply::new(550, &"я".repeat(1000)).text.chars().count(), 200);
}

fn letter(letter: i64, recipient: &str, urgency: Urgency) -> Waiting<'_> {
    Waiting {
        letter,
        recipient,
        urgency,
        alone: false,
    }
}

#[test]
fn more_letters_than_the_limit_become_one() {
    use Dispatch::{Digest, Hold, Single};
    let window = TimeDelta::hours(1);
    let recent = |singles, digest: Option<i64>| Recent {
        singles,
        digest: digest.map(|minutes| now() - TimeDelta::minutes(minutes)),
    };
    let check = |waiting: &[Waiting<'_>], recent, expected: &[Dispatch]| {
        let recent = BTreeMap::from([("a", recent)]);
        assert_eq!(dispatch(waiting, &recent, 2, window, now()), expected);
    };
    let [one, two, three] = [1, 2, 3].map(|number| letter(number, "a", Urgency::News));
    let none = recent(0, None);
    check(&[], none, &[]);
    check(&[one, two], none, &[Single(1), Single(2)]);
    check(&[one, two, three], none, &[Digest(vec![1, 2, 3])]);
    check(&[one], recent(2, None), &[Digest(vec![1])]);
    check(
        &[one],
        recent(2, Some(20)),
        &[Hold(vec![1], now() + TimeDelta::minutes(40))],
    );
    check(&[one], recent(0, Some(60)), &[Single(1)]);
    // Others are not concerned.
    let other = letter(4, "b", Urgency::Routine);
    check(
        &[other, one, two, three],
        none,
        &[Digest(vec![1, 2, 3]), Single(4)],
    );
    // Most urgent first; what is critical or asks for an answer goes by itself.
    let critical = letter(5, "a", Urgency::Critical);
    let order = Waiting {
        alone: true,
        ..letter(6, "a", Urgency::Term)
    };
    check(
        &[one, order, two, three, critical],
        recent(9, Some(1)),
        &[
            Single(5),
            Single(6),
            Hold(vec![1, 2, 3], now() + TimeDelta::minutes(59)),
        ],
    );
}

#[test]
fn contractual_letters_go_alone() {
    let order = Errand::WorkOrder {
        due: None,
        text: None,
    };
    let opened = Errand::Opened { due: None };
    assert!(goes_alone(&order));
    assert_eq!(urgency(&order, Symptom::NoContact), Urgency::Term);
    assert!(!goes_alone(&opened));
    assert_eq!(urgency(&opened, Symptom::SiteDown), Urgency::Critical);
    assert_eq!(urgency(&opened, Symptom::Zero), Urgency::News);
}

proptest! {
    #[test]
    fn every_letter_is_decided_exactly_once(
        letters in prop::collection::vec((0..3_usize, 0..4_u8, any::<bool>()), 0..40),
        most in 0..5_usize,
        singles in 0..5_usize,
        digest in prop::option::of(0..120_i64),
    ) {
        let urgencies = [Urgency::Critical, Urgency::Term, Urgency::News, Urgency::Routine];
        let waiting: Vec<_> = (0..)
            .zip(&letters)
            .map(|(number, (recipient, urgency, alone))| Waiting {
                letter: number,
                recipient: ["a", "b", "c"][*recipient],
                urgency: urgencies[usize::from(*urgency)],
                alone: *alone,
            })
            .collect();
        let digest = digest.map(|minutes| now() - TimeDelta::minutes(minutes));
        let recent = BTreeMap::from([("a", Recent { singles, digest })]);
        let decided = dispatch(&waiting, &recent, most, TimeDelta::hours(1), now());
        let mut seen: Vec<i64> = decided
            .iter()
            .flat_map(|dispatch| match dispatch {
                Dispatch::Single(letter) => vec![*letter],
                Dispatch::Digest(letters) | Dispatch::Hold(letters, _) => letters.clone(),
            })
            .collect();
        seen.sort_unstable();
        let all: Vec<_> = waiting.iter().map(|letter| letter.letter).collect();
        prop_assert_eq!(seen, all);
    }
}
