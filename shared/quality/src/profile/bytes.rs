//! A profile as it is stored: little-endian words after a version.

use super::{Amount, Profile, SLOTS};

/// The form of the bytes; another one is not read, and the profile is built
/// anew from its hours.
const FORM: u16 = 1;

/// Bytes that are no profile of this form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these bytes are no profile")]
pub struct NotAProfile;

impl Profile {
    /// The profile in about 1.2 KiB.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let amounts = self
            .slots
            .iter()
            .flatten()
            .chain(self.ratios.iter().flatten());
        let words = [FORM, self.days]
            .into_iter()
            .chain(self.balance.map(i16::cast_unsigned))
            .chain([self.day_ratio.0, self.closed.0])
            .chain(amounts.map(|amount| amount.0));
        words.flat_map(u16::to_le_bytes).collect()
    }

    /// The profile of [`Profile::to_bytes`].
    ///
    /// # Errors
    /// [`NotAProfile`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, NotAProfile> {
        let (words, rest) = bytes.as_chunks::<2>();
        let mut words = words.iter().map(|word| u16::from_le_bytes(*word));
        let mut next = || words.next().ok_or(NotAProfile);
        if next()? != FORM {
            return Err(NotAProfile);
        }
        let days = next()?;
        let balance = [next()?.cast_signed(), next()?.cast_signed()];
        let (day_ratio, closed) = (Amount(next()?), Amount(next()?));
        let mut slots = Vec::with_capacity(SLOTS);
        for _ in 0..SLOTS {
            slots.push([Amount(next()?), Amount(next()?), Amount(next()?)]);
        }
        let mut ratios = [[Amount::default(); 24]; 3];
        for ratio in ratios.iter_mut().flatten() {
            *ratio = Amount(next()?);
        }
        if words.next().is_some() || !rest.is_empty() {
            return Err(NotAProfile);
        }
        Ok(Self {
            slots,
            ratios,
            day_ratio,
            balance,
            closed,
            days,
        })
    }
}
