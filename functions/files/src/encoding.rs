//! How a file is packed on its way.

/// A content coding that files are kept in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encoding {
    /// Brotli (RFC 7932).
    Br,
    /// gzip (RFC 1952).
    Gzip,
}

impl Encoding {
    /// All of them, the smallest first.
    const ALL: [Self; 2] = [Self::Br, Self::Gzip];

    /// Its name in headers.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Br => "br",
            Self::Gzip => "gzip",
        }
    }

    /// What the name of a file packed so ends with.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Br => ".br",
            Self::Gzip => ".gz",
        }
    }

    /// The coding among those at hand that an `Accept-Encoding` likes best, the
    /// smaller one of two alike; none where it likes the plain file better, or
    /// says nothing.
    #[must_use]
    pub fn preferred(accept: &str, at_hand: &[Self]) -> Option<Self> {
        let mut best = (quality(accept, "identity").unwrap_or(0.0), None);
        for encoding in Self::ALL {
            if at_hand.contains(&encoding)
                && let Some(quality) = quality(accept, encoding.name())
                && 0.0 < quality
                && (best.0 < quality || best.1.is_none() && best.0 <= quality)
            {
                best = (quality, Some(encoding));
            }
        }
        best.1
    }
}

/// The quality that a header gives a coding, by name or by `*`; nothing where it
/// gives none.
fn quality(accept: &str, name: &str) -> Option<f32> {
    let (mut named, mut any) = (None, None);
    for part in accept.split(',') {
        let mut parts = part.split(';').map(str::trim);
        let coding = parts.next().unwrap_or_default();
        let quality = parts
            .find_map(|part| part.strip_prefix("q=").or(part.strip_prefix("Q=")))
            .map_or(1.0, |q| q.parse().unwrap_or(0.0));
        if coding.eq_ignore_ascii_case(name) {
            named = Some(quality);
        } else if coding == "*" {
            any = Some(quality);
        }
    }
    // By `*` the plain file is not preferred, only not refused.
    named.or(any.filter(|_| name != "identity"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(accept: &str, expected: Option<Encoding>) {
        assert_eq!(
            Encoding::preferred(accept, &Encoding::ALL),
            expected,
            "{accept}"
        );
    }

    #[test]
    fn the_best_liked_coding_is_taken_and_the_smaller_of_two_alike() {
        check("gzip, deflate, br, zstd", Some(Encoding::Br));
        check("br;q=0.5, gzip", Some(Encoding::Gzip));
        check("GZIP", Some(Encoding::Gzip));
        check("*", Some(Encoding::Br));
        check("br;q=0, *", Some(Encoding::Gzip));
        check("gzip;q=0.001", Some(Encoding::Gzip));
        check("identity, br", Some(Encoding::Br));
    }

    #[test]
    fn the_plain_file_is_taken_where_nothing_else_is_liked() {
        check("", None);
        check("deflate", None);
        check("br;q=0, gzip;q=0.0", None);
        check("br;q=nonsense", None);
        check("*;q=0", None);
        check("identity, br;q=0.5", None);
    }

    #[test]
    fn a_coding_that_is_not_at_hand_is_not_taken() {
        let only = [Encoding::Gzip];
        assert_eq!(Encoding::preferred("br, gzip", &only), Some(Encoding::Gzip));
        assert_eq!(Encoding::preferred("br", &only), None);
        assert_eq!(Encoding::preferred("br", &[]), None);
    }
}
