//! What was counted in a part of a period.

/// Sums of one part of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Sums {
    /// People in, measured.
    pub entered: i64,
    /// People out, measured.
    pub exited: i64,
    /// Intervals measured.
    pub measured: i64,
    /// Of these, above what a door lets through.
    pub implausible: i64,
    /// Intervals that were not measured and are restored.
    pub restored: i64,
    /// People in of what was not measured, by the restorations that stand.
    pub restored_entered: i64,
    /// People out, likewise.
    pub restored_exited: i64,
}

impl Sums {
    /// Together with those of another part.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            entered: self.entered + other.entered,
            exited: self.exited + other.exited,
            measured: self.measured + other.measured,
            implausible: self.implausible + other.implausible,
            restored: self.restored + other.restored,
            restored_entered: self.restored_entered + other.restored_entered,
            restored_exited: self.restored_exited + other.restored_exited,
        }
    }
}
