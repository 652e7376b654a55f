//! Whole people.

/// Whole numbers in place of shares, in their order, whose total stays within
/// one of the shares' total after each of them.
///
/// What is rounded off is carried on to the next, so that the sums of days are
/// kept. None is negative, and none is above zero where the share is not; what
/// is no number counts as zero.
pub fn whole(shares: impl IntoIterator<Item = f64>) -> Vec<i64> {
    let mut exact = 0.0;
    let mut given = 0;
    let round = |share: f64| {
        exact += share.max(0.0);
        let people = (exact.round() as i64).saturating_sub(given);
        given += people;
        people
    };
    shares.into_iter().map(round).collect()
}
