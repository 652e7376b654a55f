//! Pseudo-randomness that is the same on every machine and in every build:
//! splitmix64. What is drawn follows from the seed alone, so that a sensor
//! that is asked again about a minute says the same.

/// A stream of numbers.
#[derive(Debug, Clone)]
pub struct Random(u64);

impl Random {
    /// The stream of several numbers together, in their order.
    pub fn of(parts: &[i64]) -> Self {
        let seed = parts.iter().fold(0x51_7C_C1_B7_27_22_0A_95, |seed, part| {
            Self(seed ^ part.cast_unsigned()).draw()
        });
        Self(seed)
    }

    /// The next number.
    pub fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to just below 1.
    pub fn unit(&mut self) -> f64 {
        (self.draw() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A whole number from 0 to just below `end`.
    pub fn below(&mut self, end: u32) -> u32 {
        (self.unit() * f64::from(end)) as u32
    }

    /// Whether something happens that happens in so many of a hundred cases.
    pub fn chance(&mut self, percent: f64) -> bool {
        self.unit() * 100.0 < percent
    }

    /// How often something happens that happens `mean` times on average.
    pub fn poisson(&mut self, mean: f64) -> u32 {
        let floor = (-mean).exp();
        let (mut times, mut product) = (0, self.unit());
        while floor < product {
            times += 1;
            product *= self.unit();
        }
        times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_splitmix64() {
        // The first two of seed 0, as the algorithm's description gives them.
        let mut random = Random(0);
        assert_eq!(random.draw(), 0xE220_A839_7B1D_CDAF);
        assert_eq!(random.draw(), 0x6E78_9E6A_A1B9_65F4);
    }

    #[test]
    fn the_order_of_the_parts_matters() {
        let first = |parts: &[i64]| Random::of(parts).draw();
        assert_eq!(first(&[1, 2]), first(&[1, 2]));
        assert_ne!(first(&[1, 2]), first(&[2, 1]));
        assert_ne!(first(&[1]), first(&[1, 0]));
    }

    #[test]
    fn a_mean_is_kept() {
        let mut random = Random(7);
        for mean in [0.0, 0.3, 4.0, 12.0] {
            let sum: u32 = (0..20_000).map(|_| random.poisson(mean)).sum();
            let found = f64::from(sum) / 20_000.0;
            assert!((found - mean).abs() < 0.1, "{mean}: {found}");
        }
        let hits = (0..10_000).filter(|_| random.chance(3.0)).count();
        assert!((200..400).contains(&hits), "{hits}");
        assert!((0..10_000).all(|_| random.below(7) < 7));
    }
}
