//! What is written of a delivery as a whole, or not at all.

use spp_formats::Device;

use super::*;

#[test]
fn a_push_tells_of_the_device_and_a_history_does_not() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.deliver(MIDNIGHT, Said::History(vec![increment(-60, 1, 1)]));
    assert_eq!(shop.number("SELECT count(*) FROM sensor_state"), 0);
    let device = Device {
        firmware: Some("2.1".to_owned()),
        clock: DateTime::from_timestamp(MIDNIGHT + 4000, 0),
        ..Device::default()
    };
    shop.deliver(
        MIDNIGHT + 400,
        Said::Push(Readings {
            device,
            ..Readings::default()
        }),
    );
    shop.deliver(MIDNIGHT + 500, Said::Push(Readings::default()));
    let sensor = now(sensors::get(&shop.connection(), shop.sensor, None)).unwrap();
    let state = sensor.state.unwrap();
    assert_eq!(
        (state.last_contact, state.last_data),
        (MIDNIGHT + 500, None)
    );
    assert_eq!(
        (state.firmware.as_deref(), state.clock_offset),
        (Some("2.1"), Some(3600))
    );
    let entries = now(entries(&shop.connection(), shop.sensor, 10));
    assert_eq!(
        (entries[0].kind.as_str(), entries[0].detail.as_str()),
        (Entry::CLOCK, "3600")
    );
}

#[test]
fn what_was_withdrawn_since_the_profile_was_read_is_not_written() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let profile = shop.profile();
    now(tokens::revoke(&shop.connection(), shop.sensor, 5));
    let said = said(&[increment(0, 1, 1)]);
    let transaction = now(shop.connection().begin());
    let written = now(write(
        &transaction,
        &[Delivery {
            profile,
            arrived: 6,
            said,
        }],
    ));
    assert!(written.outcomes[0].withdrawn);
    now(transaction.commit());
    assert_eq!(shop.number("SELECT count(*) FROM count"), 0);
}

#[test]
fn a_dropped_transaction_leaves_nothing() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    let said = said(&[increment(0, 1, 1)]);
    let transaction = now(shop.connection().begin());
    let delivery = Delivery {
        profile: shop.profile(),
        arrived: 6,
        said,
    };
    now(write(&transaction, &[delivery]));
    drop(transaction);
    for table in [
        "count",
        "count_hour",
        "count_day",
        "channel",
        "sensor_state",
    ] {
        assert_eq!(
            shop.number(&format!("SELECT count(*) FROM {table}")),
            0,
            "{table}"
        );
    }
}

#[test]
fn counts_are_never_deleted_nor_moved() {
    let shop = Shop::new(ValueKind::Increment, chrono_tz::UTC);
    shop.push(MIDNIGHT, &[increment(0, 1, 1)]);
    for sql in ["DELETE FROM count", "UPDATE count SET second = 1"] {
        let refused = shop
            .connection()
            .execute(sql, Vec::new())
            .now_or_never()
            .unwrap();
        assert!(refused.is_err(), "{sql}");
    }
}
