//! How many people pass a door: a shape of the day and the week, with the
//! spread of chance, the same at every run.

/// People in and out in ten minutes that begin at a moment, in a site's own
/// time; nobody while it is closed, from 22 to 10.
pub fn people(door: u64, local: i64) -> (u32, u32) {
    let (day, hour) = (local.div_euclid(86_400), local.rem_euclid(86_400) / 3_600);
    if !(10..22).contains(&hour) {
        return (0, 0);
    }
    // 1970 began with a Thursday.
    let weekend = 5 <= (day + 3).rem_euclid(7);
    let shape = f64::from(i32::try_from(hour - 9).unwrap_or_default());
    let usual = (8.0 + 4.0 * shape.min(13.0 - shape)) * if weekend { 1.4 } else { 1.0 };
    let mut chance = Chance(door.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ local.unsigned_abs());
    (chance.about(usual), chance.about(usual * 0.97))
}

struct Chance(u64);

impl Chance {
    /// A number about a mean, spread as chance spreads numbers of people.
    fn about(&mut self, mean: f64) -> u32 {
        let uniform: f64 = (0..12).map(|_| self.share()).sum();
        (mean + (uniform - 6.0) * mean.sqrt()).round().max(0.0) as u32
    }

    /// 0 to 1: a step of splitmix64.
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) as f64 / u64::MAX as f64
    }
}
