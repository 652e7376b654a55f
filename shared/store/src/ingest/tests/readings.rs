//! Readings of each kind, which are counted once.

use super::*;

#[test]
fn a_repeat_changes_nothing_and_a_conflict_is_kept_beside() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, sums: (i64, i64), conflicts| {
        assert_eq!(tally(shop.push(MIDNIGHT + 1000, readings)), expected);
        let day = shop.sums(Step::Day, MIDNIGHT, MIDNIGHT + 1)[0];
        assert_eq!((day.entered, day.exited), sums);
        assert_eq!(shop.number("SELECT count(*) FROM conflict"), conflicts);
    };
    check(&[increment(0, 5, 4)], (1, 0, 0, 0, 0), (5, 4), 0);
    check(&[increment(0, 5, 4)], (0, 1, 0, 0, 0), (5, 4), 0);
    check(&[increment(0, 6, 4)], (0, 0, 0, 1, 0), (5, 4), 1);
    check(&[correction(0, 7, 4)], (0, 0, 1, 0, 0), (7, 4), 2);
    check(&[correction(0, 7, 4)], (0, 1, 0, 0, 0), (7, 4), 2);
    // Within one push too, and out of order.
    let twice = [
        increment(30, 2, 2),
        increment(15, 1, 1),
        increment(30, 2, 2),
    ];
    check(&twice, (2, 1, 0, 0, 0), (10, 7), 2);
}

#[test]
fn a_history_and_registers_never_count_the_same_people_twice() {
    let history = || {
        let stated = [
            increment(0, 10, 0),
            increment(15, 10, 0),
            increment(30, 10, 0),
        ];
        Said::History(stated.to_vec())
    };
    let registers = [register(0, 100), register(60, 140)];
    let hour = |shop: &Shop| shop.sums(Step::Hour, MIDNIGHT, MIDNIGHT + 3600)[0].entered;
    // The history first: the registers' difference is what it leaves.
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    assert_eq!(tally(shop.deliver(MIDNIGHT, history())), (3, 0, 0, 0, 0));
    shop.push(MIDNIGHT, &registers);
    assert_eq!(hour(&shop), 40);
    // The registers first: they hold the history's people already.
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    shop.push(MIDNIGHT, &registers);
    assert_eq!(tally(shop.deliver(MIDNIGHT, history())), (0, 0, 0, 3, 0));
    assert_eq!(hour(&shop), 40);
    assert_eq!(shop.number("SELECT count(*) FROM conflict"), 3);
}

#[test]
fn another_kind_of_the_same_sensor_is_never_added_up() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let outcome = shop.push(
        MIDNIGHT,
        &[increment(0, 5, 4), register(15, 100), event(3, 1)],
    );
    assert_eq!(tally(outcome), (1, 0, 0, 0, 2));
    assert_eq!(shop.number("SELECT sum(entered) FROM count_day"), 5);
    // Both kinds in a push are a maker's habit; only the other one is a fault.
    assert_eq!(shop.number("SELECT count(*) FROM journal"), 0);
    shop.push(MIDNIGHT, &[register(30, 120)]);
    let connection = shop.connection();
    let entries = now(entries(&connection, shop.sensor, 10));
    assert_eq!(entries[0].kind, Entry::KIND);
    assert_eq!(entries[0].times, 1);
}

#[test]
fn registers_are_differenced_in_whatever_order_they_come() {
    let shop = Shop::new(ValueKind::Cumulative, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, quarters: [i64; 4]| {
        assert_eq!(tally(shop.push(MIDNIGHT, readings)), expected);
        let sums = shop.sums(Step::Interval(900), MIDNIGHT, MIDNIGHT + 3600);
        assert_eq!(
            sums.iter().map(|sum| sum.entered).collect::<Vec<_>>(),
            quarters
        );
        let hour = shop.sums(Step::Hour, MIDNIGHT, MIDNIGHT + 3600)[0].entered;
        assert_eq!(hour, quarters.iter().sum::<i64>());
    };
    check(&[register(0, 100)], (1, 0, 0, 0, 0), [0, 0, 0, 0]);
    check(&[register(60, 140)], (1, 0, 0, 0, 0), [0, 0, 0, 40]);
    // The one between arrives late: the sum stays, its place becomes exact.
    check(&[register(30, 110)], (1, 0, 0, 0, 0), [0, 10, 0, 30]);
    check(
        &[register(45, 120), register(15, 104)],
        (2, 0, 0, 0, 0),
        [4, 6, 10, 20],
    );
    check(&[register(45, 120)], (0, 1, 0, 0, 0), [4, 6, 10, 20]);
    check(&[register(45, 121)], (0, 0, 0, 1, 0), [4, 6, 10, 20]);
    assert_eq!(shop.number("SELECT count(*) FROM conflict"), 1);
}

#[test]
fn events_are_summed_once_each() {
    let shop = Shop::new(ValueKind::Event, chrono_tz::UTC);
    let check = |readings: &[Reading], expected, people| {
        assert_eq!(tally(shop.push(MIDNIGHT, readings)), expected);
        assert_eq!(shop.number("SELECT sum(entered) FROM count_day"), people);
    };
    check(
        &[event(3, 1), event(3, 2), event(901, 1)],
        (3, 0, 0, 0, 0),
        3,
    );
    check(&[event(3, 2), event(4, 9)], (1, 1, 0, 0, 0), 4);
    assert_eq!(shop.number("SELECT count(*) FROM count"), 2);
}
