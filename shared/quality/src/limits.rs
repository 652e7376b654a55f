//! The thresholds, and how a client, a site or a sensor differs from them.

use serde::{Deserialize, Serialize};

/// A threshold outside of the range in which it means anything.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[error("{field} is {value}, and must be {low} to {high}")]
pub struct OutOfRange {
    /// The field's name.
    pub field: &'static str,
    /// What it was to be.
    pub value: f64,
    /// The least that it can be.
    pub low: f64,
    /// The most.
    pub high: f64,
}

/// A threshold: how it is called, and what it can be.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Limit {
    /// Its name in [`Limits`] and [`Overrides`].
    pub name: &'static str,
    /// What it is where nothing is said of it.
    pub default: f64,
    /// The least that it can be.
    pub low: f64,
    /// The most.
    pub high: f64,
}

macro_rules! limits {
    ($($(#[$doc:meta])* $name:ident: $default:literal, $low:literal..=$high:literal;)*) => {
        /// Every threshold.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Limits {
            $($(#[$doc])* pub $name: f64,)*
        }

        impl Default for Limits {
            fn default() -> Self {
                Self { $($name: $default,)* }
            }
        }

        /// The thresholds in which a client, a site or a sensor differs.
        #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct Overrides {
            $($(#[$doc])* #[serde(skip_serializing_if = "Option::is_none")] pub $name: Option<f64>,)*
        }

        impl Limits {
            /// All thresholds.
            pub const ALL: &'static [Limit] = &[
                $(Limit { name: stringify!($name), default: $default, low: $low, high: $high },)*
            ];

            /// The same but for what is overridden: first by the client, then
            /// by the site, then by the sensor.
            #[must_use]
            pub fn overridden(&self, by: &Overrides) -> Self {
                Self { $($name: by.$name.unwrap_or(self.$name),)* }
            }
        }

        impl Overrides {
            /// Whether each threshold lies in its range.
            ///
            /// # Errors
            /// [`OutOfRange`] with the name of the first that does not.
            pub fn validate(&self) -> Result<(), OutOfRange> {
                $(in_range(stringify!($name), self.$name, $low, $high)?;)*
                Ok(())
            }
        }
    };
}

limits! {
    /// Seconds between two signs of life of a sensor of which no other figure
    /// is known.
    heartbeat_seconds: 900.0, 10.0..=604_800.0;
    /// Signs of life that are missed before contact counts as lost.
    contact_missed: 2.0, 1.0..=100.0;
    /// Intervals that are missed in opening hours before data counts as late.
    data_missed: 2.0, 1.0..=100.0;
    /// Seconds added to both for the way.
    grace_seconds: 120.0, 0.0..=86_400.0;
    /// Seconds between two synchronisations of a local server.
    sync_seconds: 3_600.0, 60.0..=604_800.0;
    /// Open seconds without counts, between counts, that are a gap.
    gap_seconds: 3_600.0, 60.0..=604_800.0;
    /// Equal values of an hour in a row that are a frozen value.
    frozen_hours: 4.0, 2.0..=72.0;
    /// The chance of such a row by accident, below which it is one.
    frozen_chance: 1e-5, 1e-12..=0.1;
    /// People expected while nobody comes.
    zero_people: 10.0, 1.0..=10_000.0;
    /// The chance of nobody by accident, below which something is wrong.
    zero_chance: 5e-5, 1e-12..=0.1;
    /// A spike's distance from the usual, in the hour's own spread.
    spike_score: 7.5, 1.0..=100.0;
    /// People beyond the usual, without whom it is no spike.
    spike_people: 20.0, 0.0..=100_000.0;
    /// A spike's ratio to the usual.
    spike_ratio: 2.0, 1.1..=100.0;
    /// The ratio to the usual, over 6 to 24 hours, below which counts are low.
    low_ratio: 0.58, 0.01..=0.95;
    /// The distance of that ratio from the usual, in the sensor's own spread. So
    /// nine in ten windows of 6 hours with two fifths of the people are found, at
    /// one false alarm a sensor and month.
    low_score: 2.2, 1.0..=100.0;
    /// The same beside at least three other sensors of the site, which leave
    /// less to accident.
    low_score_site: 2.1, 1.0..=100.0;
    /// Share of a day's people outside of opening hours that is too much.
    closed_share: 0.01, 0.0..=1.0;
    /// People outside of opening hours, in a day, that are let pass.
    closed_people: 5.0, 0.0..=100_000.0;
    /// The sum of a day-by-day undercount, in spreads, that is one.
    undercount_sum: 5.0, 1.0..=100.0;
    /// What is forgiven of it each day, in spreads.
    undercount_slack: 0.5, 0.0..=10.0;
    /// The least mean undercount, as a ratio to the usual.
    undercount_ratio: 0.85, 0.1..=0.99;
    /// The least imbalance of a day, as a share of all passages, that counts.
    imbalance_share: 0.05, 0.0..=1.0;
    /// How much nearer a moved day must be to the usual shape, as a share of
    /// the day's people.
    shift_gain: 0.027, 0.001..=1.0;
    /// How sure a change of directions must be, as a logarithm of likelihoods.
    swapped_score: 20.0, 1.0..=10_000.0;
    /// Seconds by which a device's clock may be off.
    clock_seconds: 60.0, 1.0..=86_400.0;
    /// Contradictions of a day that are let pass.
    conflicts: 5.0, 0.0..=100_000.0;
    /// By how much a holiday widens the limits of what people do.
    holiday_factor: 2.0, 1.0..=100.0;
    /// Seconds between two looks of ours, after which we had stopped.
    stopped_seconds: 300.0, 60.0..=86_400.0;
    /// Sensors at least that have to be silent together for it to be our fault.
    outage_sensors: 5.0, 2.0..=100_000.0;
    /// Sites at least to which they belong.
    outage_sites: 2.0, 1.0..=100_000.0;
    /// The share of sensors that may still be heard in an outage.
    outage_share: 0.02, 0.0..=0.9;
}

fn in_range(
    field: &'static str,
    value: Option<f64>,
    low: f64,
    high: f64,
) -> Result<(), OutOfRange> {
    match value {
        Some(value) if !(low..=high).contains(&value) => Err(OutOfRange {
            field,
            value,
            low,
            high,
        }),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sensor_differs_from_its_site_and_that_from_the_client() {
        let client: Overrides =
            serde_json::from_str(r#"{"spike_ratio": 3, "zero_people": 20}"#).unwrap();
        let sensor: Overrides = serde_json::from_str(r#"{"spike_ratio": 5}"#).unwrap();
        let limits = Limits::default().overridden(&client).overridden(&sensor);
        assert_eq!((limits.spike_ratio, limits.zero_people), (5.0, 20.0));
        assert_eq!(limits.data_missed, Limits::default().data_missed);
    }

    #[test]
    fn a_wrong_threshold_is_named() {
        let check = |json: &str, message: &str| {
            let found = serde_json::from_str::<Overrides>(json)
                .map_err(|error| error.to_string())
                .and_then(|overrides| overrides.validate().map_err(|error| error.to_string()));
            let found = found.err().unwrap_or_default();
            assert!(found.starts_with(message), "{found}");
        };
        check("{}", "");
        check(
            r#"{"low_ratio": 2}"#,
            "low_ratio is 2, and must be 0.01 to 0.95",
        );
        check(r#"{"frozen": 2}"#, "unknown field `frozen`");
        check(r#"{"conflicts": "many"}"#, "invalid type: string");
    }

    #[test]
    fn the_defaults_are_in_their_ranges() {
        let json = serde_json::to_string(&Limits::default()).unwrap();
        let overrides: Overrides = serde_json::from_str(&json).unwrap();
        assert_eq!(overrides.validate(), Ok(()));
        assert_eq!(Limits::default().overridden(&overrides), Limits::default());
    }
}
