//! What is restored stands beside what was measured, and never over it.

use super::*;
use crate::restorations::{self, Band, Draft, Entry, Figures, Filter, Restored};

/// A shop whose sensor counted one quarter of an hour at midnight, with the channel's id.
fn shop(zone: chrono_tz::Tz) -> (Shop, i64) {
    let shop = Shop::new(ValueKind::Increment, zone);
    shop.push(MIDNIGHT + 900, &[increment(0, 5, 4)]);
    let channel = shop.number("SELECT id FROM channel");
    (shop, channel)
}

/// Proposes to restore quarters of an hour, by their minutes after midnight, to so many
/// people in and twice as many out, each hour of which may be wrong by three.
fn propose(shop: &Shop, channel: i64, quarters: &[(i64, i64)], zone: i64) -> i64 {
    let draft = Draft {
        sensor: shop.sensor,
        from: MIDNIGHT,
        to: MIDNIGHT + 2 * 86_400,
        method: "test/1".to_owned(),
        reason: "The cable was pulled".to_owned(),
    };
    let restored = quarters.iter().map(|&(minute, entered)| Restored {
        channel,
        start: MIDNIGHT + minute * 60,
        length: 900,
        zone,
        entered,
        exited: 2 * entered,
    });
    let restored: Vec<_> = restored.collect();
    let mut hours: Vec<_> = restored
        .iter()
        .map(|one| one.start - (one.start + zone * 900).rem_euclid(3_600))
        .collect();
    hours.dedup();
    let bands = hours.into_iter().map(|start| Band {
        channel,
        start,
        zone,
        entered: (3.0, 3.0),
        exited: (6.0, 6.0),
    });
    let transaction = now(shop.connection().begin());
    let bands: Vec<_> = bands.collect();
    let id = now(restorations::create(
        &transaction,
        &draft,
        &restored,
        &bands,
    ));
    now(transaction.commit());
    say(shop, id, "proposed");
    id
}

fn say(shop: &Shop, id: i64, event: &str) {
    let entry = Entry {
        at: MIDNIGHT,
        author: r#"{"author":"client"}"#.to_owned(),
        event: event.to_owned(),
        text: None,
    };
    let transaction = now(shop.connection().begin());
    now(restorations::log(&transaction, id, &entry));
    now(transaction.commit());
}

/// Restored people in and out, and people in that were measured, of two days: the same by
/// every step.
#[track_caller]
fn check(shop: &Shop, expected: (i64, i64, i64)) {
    for step in [
        Step::Interval(900),
        Step::Hour,
        Step::Day,
        Step::Week,
        Step::Month,
    ] {
        let sums = shop.sums(step, MIDNIGHT, MIDNIGHT + 2 * 86_400);
        let sum = sums.into_iter().fold(Sums::default(), Sums::and);
        let found = (sum.restored_entered, sum.restored_exited, sum.entered);
        assert_eq!(found, expected, "{step:?}");
    }
}

#[test]
fn a_restoration_is_read_while_it_stands() {
    // A zone of half an hour, in which the quarters lie in two hours.
    for (zone, offset) in [(chrono_tz::UTC, 0), (chrono_tz::Asia::Kolkata, 22)] {
        let (shop, channel) = shop(zone);
        let id = propose(&shop, channel, &[(15, 7), (30, 8), (1_500, 9)], offset);
        check(&shop, (0, 0, 5));
        say(&shop, id, "agreed");
        check(&shop, (24, 48, 5));
        let hours = shop.sums(Step::Hour, MIDNIGHT, MIDNIGHT + 3_600);
        let hours: Vec<_> = hours.iter().map(|sums| sums.restored_entered).collect();
        let expected: &[_] = if offset == 0 { &[15] } else { &[7, 8] };
        assert_eq!(hours, expected);
        say(&shop, id, "withdrawn");
        check(&shop, (0, 0, 5));
    }
}

#[test]
fn what_was_measured_is_read_instead() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let id = propose(&shop, channel, &[(15, 7), (30, 8), (60, 9), (75, 1)], 0);
    say(&shop, id, "agreed");
    check(&shop, (25, 50, 5));
    shop.push(MIDNIGHT + 90_000, &[increment(15, 0, 0)]);
    check(&shop, (18, 36, 5));
    // One that is longer replaces all that it covers.
    let mut hour = increment(60, 100, 0);
    if let Value::Increment { end, .. } = &mut hour.value {
        *end += chrono::TimeDelta::minutes(45);
    }
    shop.push(MIDNIGHT + 90_000, &[hour]);
    check(&shop, (8, 16, 105));
    let figures = now(restorations::figures(&shop.connection(), &[id]));
    assert_eq!((figures[&id].entered, figures[&id].replaced), (25, 3));
}

#[test]
fn who_came_to_a_site_counts_what_is_restored() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let id = propose(&shop, channel, &[(15, 7), (60, 9)], 0);
    let visited = || {
        let connection = shop.connection();
        let site = now(connection.one("SELECT id FROM site", Vec::new()))
            .get(0)
            .unwrap();
        let period = (MIDNIGHT, MIDNIGHT + 7_200);
        let all = now(counts::visited(&connection, None, None, period));
        let one = now(counts::visited(&connection, None, Some(site), period));
        assert_eq!(all, one);
        let told = |one: &counts::Visited| (one.start - MIDNIGHT, one.entered, one.measured);
        all.iter().map(told).collect::<Vec<_>>()
    };
    assert_eq!(visited(), [(0, 5, true)]);
    say(&shop, id, "agreed");
    assert_eq!(visited(), [(0, 12, true), (3_600, 9, false)]);
}

#[test]
fn a_corrected_channel_map_corrects_what_was_restored() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let id = propose(&shop, channel, &[(15, 7)], 0);
    say(&shop, id, "agreed");
    let flipped = "UPDATE channel SET flip = 1";
    now(shop.connection().execute(flipped, Vec::new()));
    check(&shop, (14, 7, 4));
    let hours = now(restorations::hours(&shop.connection(), id));
    let figures = Figures {
        entered: 14,
        exited: 7,
        intervals: 1,
        replaced: 0,
        below: 6.0,
        above: 6.0,
    };
    let found: Vec<_> = hours
        .iter()
        .map(|hour| (hour.start, hour.figures))
        .collect();
    assert_eq!(found, [(MIDNIGHT, figures)]);
}

#[test]
fn hours_of_a_day_stray_together_and_days_each_by_itself() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let check = |quarters: &[(i64, i64)], expected: f64| {
        let id = propose(&shop, channel, quarters, 0);
        let figures = now(restorations::figures(&shop.connection(), &[id]));
        let found = figures[&id].below;
        assert!((found - expected).abs() < 1e-9, "{found}");
    };
    check(&[(15, 7)], 3.0);
    check(&[(15, 7), (30, 7)], 3.0);
    check(&[(15, 7), (60, 7)], 6.0);
    check(&[(15, 7), (1_440, 7)], 18_f64.sqrt());
}

#[test]
fn one_that_is_proposed_or_agreed_keeps_its_period() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let held = |from: i64, to: i64| {
        let period = (MIDNIGHT + from, MIDNIGHT + to);
        let found = now(restorations::held(&shop.connection(), shop.sensor, period));
        found.first().map(|held| held.id)
    };
    let id = propose(&shop, channel, &[(15, 7)], 0);
    assert_eq!(held(0, 1), Some(id));
    assert_eq!(held(-1, 0), None);
    assert_eq!(held(2 * 86_400, 3 * 86_400), None);
    say(&shop, id, "agreed");
    assert_eq!(held(86_400, 3 * 86_400), Some(id));
    say(&shop, id, "withdrawn");
    assert_eq!(held(0, 1), None);
}

#[test]
fn a_list_is_the_tenants_and_the_newest_comes_first() {
    let (shop, channel) = shop(chrono_tz::UTC);
    let first = propose(&shop, channel, &[(15, 7)], 0);
    say(&shop, first, "declined");
    let second = propose(&shop, channel, &[(15, 7)], 0);
    let client = shop.number("SELECT id FROM client");
    let check = |tenant: i64, state: Option<&str>, after: i64, expected: &[i64]| {
        let filter = Filter {
            state: state.map(str::to_owned),
            ..Filter::default()
        };
        let window = crate::registry::Window { after, limit: 10 };
        let connection = shop.connection();
        let found = now(restorations::list(
            &connection,
            Some(tenant),
            &filter,
            window,
        ));
        let ids: Vec<_> = found.iter().map(|one| one.id).collect();
        assert_eq!(ids, expected);
        let one = now(restorations::get(&connection, second, Some(tenant)));
        assert_eq!(one.is_some(), tenant == client);
    };
    check(client, None, 0, &[second, first]);
    check(client, None, second, &[first]);
    check(client, Some("declined"), 0, &[first]);
    check(client + 1, None, 0, &[]);
}

#[test]
fn nothing_of_a_restoration_changes_or_is_deleted() {
    let (shop, channel) = shop(chrono_tz::UTC);
    propose(&shop, channel, &[(15, 7)], 0);
    for (table, column) in [
        ("restoration", "reason = 'other'"),
        ("restoration_event", "text = 'other'"),
        ("restored", "entered = 0"),
        ("restored_hour", "entered_below = 0"),
    ] {
        for sql in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET {column}"),
        ] {
            let connection = shop.connection();
            let refused = connection.execute(&sql, Vec::new()).now_or_never();
            assert!(refused.expect("native").is_err(), "{sql}");
        }
    }
}
