//! Sums of hours, days, weeks and months.

use proptest::prelude::*;
use spp_counts::step::Span;

use super::*;

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Whatever is said, in whatever order and however often: the rollups are
    /// the sums of the counts, in the site's own hours and days.
    #[test]
    fn rollups_agree_with_the_counts(
        zone in proptest::sample::select(vec![
            chrono_tz::UTC, chrono_tz::Europe::Moscow, chrono_tz::Europe::Berlin,
            chrono_tz::Asia::Kolkata, chrono_tz::Asia::Kathmandu,
        ]),
        // Around the spring change of clocks of 2026-03-29.
        said in proptest::collection::vec((2680_i64..2880, 0_u64..9, 0_u64..9, any::<bool>()), 1..80),
    ) {
        let shop = Shop::new(ValueKind::Increment, zone);
        for pushed in said.chunks(7) {
            let readings: Vec<_> = pushed
                .iter()
                .map(|&(quarter, entered, exited, corrects)| match corrects {
                    true => correction(quarter * 15, entered, exited),
                    false => increment(quarter * 15, entered, exited),
                })
                .collect();
            shop.push(MIDNIGHT, &readings);
        }
        let (from, to) = (MIDNIGHT + 27 * 86_400, MIDNIGHT + 31 * 86_400);
        let quarters = Step::Interval(900);
        for step in [Step::Hour, Step::Day, Step::Week, Step::Month] {
            let spans = step.spans(zone, from, to).unwrap();
            let rolled = shop.sums(step, from, to);
            for (Span { start, end }, rolled) in spans.into_iter().zip(rolled) {
                let mut exact = Sums::default();
                for sum in shop.sums(quarters, start, end) {
                    exact.entered += sum.entered;
                    exact.exited += sum.exited;
                    exact.measured += sum.measured;
                }
                prop_assert_eq!(rolled, exact, "{:?} {}", step, start);
            }
        }
    }
}
