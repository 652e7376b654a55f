//! Keys that tell two events of one moment apart.

/// A hash that is the same in every version of every build, because keys are
/// stored and compared with those of pushes sent again days later: FNV-1a.
#[derive(Debug, Clone, Copy)]
pub struct Key(u64);

impl Key {
    /// The key of nothing yet.
    pub const fn new() -> Self {
        Self(0xCBF2_9CE4_8422_2325)
    }

    /// The key with one more part, which ends so that "ab", "c" and "a", "bc"
    /// differ.
    pub fn with(self, part: impl AsRef<[u8]>) -> Self {
        let bytes = part.as_ref().iter().copied().chain([0xFF]);
        Self(bytes.fold(self.0, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3)
        }))
    }

    /// The key with one more number.
    pub fn with_number(self, part: i64) -> Self {
        self.with(part.to_be_bytes())
    }

    /// The finished key.
    pub const fn finish(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_stay_what_they_are() {
        // Stored keys depend on these numbers.
        assert_eq!(Key::new().finish(), 0xCBF2_9CE4_8422_2325);
        assert_eq!(Key::new().with("a").finish(), 0x089B_C907_B544_C769);
        assert_eq!(
            Key::new().with("ab").with_number(7).finish(),
            Key::new().with("ab").with(7_i64.to_be_bytes()).finish(),
        );
        assert_ne!(
            Key::new().with("ab").with("c").finish(),
            Key::new().with("a").with("bc").finish(),
        );
    }
}
