//! The few statistics that the rules share.

/// What makes a median absolute deviation a standard one, of normal values.
const NORMAL: f64 = 1.4826;

/// The value below which a share of the values lies; none of none. Sorts them.
pub(crate) fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (low, high) = (place.floor() as usize, place.ceil() as usize);
    let (low, high) = (values.get(low)?, values.get(high)?);
    Some(low + (high - low) * place.fract())
}

/// The middle value; none of none. Sorts them.
pub(crate) fn median(values: &mut [f64]) -> Option<f64> {
    quantile(values, 0.5)
}

/// The standard deviation around a centre as the median distance tells it, so
/// that a few strange values do not matter.
pub(crate) fn spread(values: &[f64], centre: f64) -> Option<f64> {
    let mut distances: Vec<_> = values.iter().map(|value| (value - centre).abs()).collect();
    Some(NORMAL * median(&mut distances)?)
}

/// The chance that two Poisson counts of this mean are equal.
pub(crate) fn chance_of_equal(mean: f64) -> f64 {
    // exp(-2m) I0(2m), to within a few percent.
    (1.0 + 4.0 * std::f64::consts::PI * mean).sqrt().recip()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_lie_between_the_values() {
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(median(&mut [3.0]), Some(3.0));
        assert_eq!(median(&mut [4.0, 1.0, 3.0, 2.0]), Some(2.5));
        assert_eq!(quantile(&mut [0.0, 10.0], 0.99), Some(9.9));
    }

    #[test]
    fn one_strange_value_does_not_widen_the_spread() {
        let found = spread(&[9.0, 10.0, 11.0, 10.0, 1_000.0], 10.0).unwrap();
        assert!((1.0..2.0).contains(&found), "{found}");
    }
}
