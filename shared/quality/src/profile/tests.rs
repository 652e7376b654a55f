use proptest::prelude::*;

use super::*;
use crate::synthetic::{SITE, end, healthy};

#[test]
fn a_profile_is_about_what_the_hours_were_made_of() {
    let hours = healthy(1, 70, 40.0);
    let profile = build(&hours, &SITE, end(70));
    assert!(profile.is_ready());
    assert_eq!(profile.days(), 70);
    // A Tuesday at noon: 40 people in and about as many out.
    let noon = profile.usual(24 + 12);
    assert!((35.0..45.0).contains(&noon.entered), "{noon:?}");
    assert!((70.0..90.0).contains(&noon.people()), "{noon:?}");
    assert!((7.0..15.0).contains(&noon.spread), "{noon:?}");
    assert_eq!(profile.usual(3).people(), 0.0);
    let (low, high) = profile.balance();
    assert!(-0.15 < low && low < high && high < 0.15, "{low} {high}");
}

#[test]
fn few_days_make_no_usual() {
    let hours = healthy(1, 13, 40.0);
    assert!(!build(&hours, &SITE, end(13)).is_ready());
    assert!(!build(&[], &SITE, end(70)).is_ready());
}

#[test]
fn what_was_unusual_is_left_out() {
    let mut hours = healthy(1, 70, 40.0);
    let unusual = crate::Span {
        from: end(49),
        to: end(70),
    };
    for hour in hours.iter_mut().filter(|hour| unusual.from <= hour.start) {
        hour.entered *= 10;
    }
    let unusual = [unusual];
    let site = crate::Site {
        unusual: &unusual,
        ..*SITE
    };
    let profile = build(&hours, &site, end(70));
    assert!((30.0..50.0).contains(&profile.usual(36).entered));
}

#[test]
fn a_profile_is_small_and_comes_back_as_it_was() {
    let profile = build(&healthy(3, 70, 400.0), &SITE, end(70));
    let bytes = profile.to_bytes();
    assert!(bytes.len() <= 2_048, "{}", bytes.len());
    assert_eq!(Profile::from_bytes(&bytes), Ok(profile));
    for wrong in [
        &[] as &[u8],
        &[1, 0],
        &bytes[1..],
        &bytes[..bytes.len() - 1],
    ] {
        assert_eq!(Profile::from_bytes(wrong), Err(NotAProfile));
    }
    let longer: Vec<u8> = bytes.iter().copied().chain([0, 0]).collect();
    assert_eq!(Profile::from_bytes(&longer), Err(NotAProfile));
}

proptest! {
    #[test]
    fn an_amount_is_kept_closely(value in 0.0..10_000_000.0_f64) {
        let kept = Amount::new(value).value();
        prop_assert!((kept - value).abs() <= (value + 1.0) / 4_000.0);
    }

    #[test]
    fn bytes_that_are_read_are_written_alike(bytes in proptest::collection::vec(any::<u8>(), 1_164), days: u16) {
        let mut bytes = bytes;
        bytes[..4].copy_from_slice(&[1, 0, days.to_le_bytes()[0], days.to_le_bytes()[1]]);
        if let Ok(profile) = Profile::from_bytes(&bytes) {
            prop_assert_eq!(profile.to_bytes(), bytes);
        }
    }
}
