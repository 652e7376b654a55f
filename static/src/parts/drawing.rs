//! Lengths in drawings.

/// A length in points, to a tenth, which is more than can be seen.
pub fn length(points: f64) -> String {
    let tenths = (points * 10.0).round() as i64;
    let sign = if tenths < 0 { "-" } else { "" };
    match (tenths.abs() / 10, tenths.abs() % 10) {
        (whole, 0) => format!("{sign}{whole}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_is_written_to_a_tenth() {
        let check = |points: f64, expected: &str| assert_eq!(length(points), expected);
        check(0.0, "0");
        check(7.0, "7");
        check(7.04, "7");
        check(7.26, "7.3");
        check(-0.26, "-0.3");
        check(-0.01, "0");
        check(720.0, "720");
    }
}
