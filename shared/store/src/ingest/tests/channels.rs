//! The channels of a sensor.

use super::*;

#[test]
fn a_changed_channel_map_holds_for_the_history_too() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.push(MIDNIGHT, &[increment(0, 5, 2)]);
    let check = |sql: &str, expected| {
        now(shop.connection().execute(sql, Vec::new()));
        let day = shop.sums(Step::Day, MIDNIGHT, MIDNIGHT + 1)[0];
        assert_eq!((day.entered, day.exited, day.measured), expected, "{sql}");
    };
    check("UPDATE channel SET flip = 1", (2, 5, 1));
    check("UPDATE channel SET direction = 'in'", (0, 5, 1));
    check("UPDATE channel SET flip = 0", (5, 0, 1));
    check("UPDATE channel SET direction = 'out'", (0, 5, 1));
    check("UPDATE channel SET direction = 'none'", (0, 0, 0));
}

#[test]
fn a_sensor_has_a_limited_number_of_channels() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let readings: Vec<_> = (0..300)
        .map(|number| Reading {
            channel: format!("{number}"),
            ..increment(0, 1, 0)
        })
        .collect();
    assert_eq!(tally(shop.push(MIDNIGHT, &readings)), (256, 0, 0, 0, 44));
}
