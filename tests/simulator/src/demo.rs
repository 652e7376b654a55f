//! The demonstration client: who it is, where it counts, and with what. The
//! names, numbers and addresses are made up.

mod places;

use chrono_tz::Tz;

use crate::profile::{Crowd, Week};
pub use places::SITES;

/// The client's name.
pub const CLIENT: &str = "Торговый дом «Ромашка»";

/// The client's taxpayer number: its check digit is right, its tax office does
/// not exist.
pub const INN: &str = "9999123456";

/// The name of the client's one system.
pub const SYSTEM: &str = "СПП «Ромашка»";

/// Who is told of incidents: roles, names and addresses.
pub const PEOPLE: [(&str, &str, &str); 4] = [
    ("authorised", "Анна Ромашкина", "director@romashka.example"),
    (
        "technical",
        "Служба эксплуатации «Ромашки»",
        "it@romashka.example",
    ),
    (
        "third_party",
        "ООО «Проходимость»",
        "warranty@prohodimost.example",
    ),
    ("duty", "Дежурный инженер", "duty@spp.example"),
];

/// Who signs in: names, addresses and roles. The client's own come first.
pub const USERS: [(&str, &str, &str); 4] = [
    (
        "Анна Ромашкина",
        "director@romashka.example",
        "client_manager",
    ),
    (
        "Магазин на Тверской",
        "shop@romashka.example",
        "client_user",
    ),
    ("Инженер Петров", "engineer@spp.example", "engineer"),
    ("Администратор", "admin@spp.example", "administrator"),
];

/// The days on which a sensor counted nothing.
pub const HOLES: [Hole; 2] = [
    Hole {
        format: "xovis",
        days: 20,
        reason: "Электрики отключили шкаф ШК-1 на весь день: датчик не работал.",
        agreed: Some("Согласны, отчёт за месяц нужен без провала."),
    },
    Hole {
        format: "milesight",
        days: 4,
        reason: "Провайдер менял оборудование, датчик весь день был без питания.",
        agreed: None,
    },
];

/// A day on which a sensor counted nothing.
pub struct Hole {
    /// The sensor, by its format.
    pub format: &'static str,
    /// So many days before the client was entered.
    pub days: u64,
    /// Why.
    pub reason: &'static str,
    /// What the client said when it agreed to have it restored; nothing while it has not.
    pub agreed: Option<&'static str>,
}

/// A place where people are counted.
pub struct Site {
    /// Its name.
    pub name: &'static str,
    /// Its postal address.
    pub address: &'static str,
    /// Its time zone.
    pub zone: Tz,
    /// When it is open.
    pub week: Week,
    /// Whether it has sales.
    pub sales: bool,
    /// Its entrances.
    pub entrances: &'static [&'static str],
    /// Its sensors.
    pub sensors: &'static [Sensor],
}

/// A sensor.
pub struct Sensor {
    /// How its maker's devices push.
    pub format: &'static str,
    /// At which of the site's entrances it hangs.
    pub entrance: usize,
    /// Its name.
    pub name: &'static str,
    /// Its model.
    pub model: &'static str,
    /// Its serial number, or what stands for it in its pushes.
    pub serial: &'static str,
    /// Its firmware.
    pub firmware: &'static str,
    /// The room in which it hangs.
    pub room: &'static str,
    /// The cabinet in which it is connected.
    pub cabinet: Option<&'static str>,
    /// Who supplied it.
    pub supplied: By,
    /// Who mounted it.
    pub mounted: By,
    /// In how many days its warranty ends; negative if it has ended.
    pub warranty: i64,
    /// The length of its counts, in seconds.
    pub interval: u32,
    /// How finely the device itself records, in seconds.
    pub record: u32,
    /// How often it pushes, in seconds.
    pub cycle: u32,
    /// How often it gives a sign of life, in seconds.
    pub beat: Option<u32>,
    /// Seconds by which its clock is behind.
    pub lag: i64,
    /// What it does not deliver at once is lost; only its registers remember.
    pub forgets: bool,
    /// People in on an average day.
    pub visitors: f64,
    /// Its lines or registers.
    pub lines: Lines,
}

/// Who did something: a side, and a name where it is not the contractor.
pub type By = (&'static str, Option<&'static str>);

/// What a device calls its lines.
#[derive(Clone, Copy)]
pub enum Lines {
    /// One that counts both directions.
    Both(&'static str),
    /// A register for in and one for out, of which only a map knows which is
    /// which.
    Registers(&'static str, &'static str),
}

impl Site {
    /// The people at one of its sensors.
    pub fn crowd(&self, sensor: &Sensor) -> Crowd {
        // Serial numbers are each other's, so they tell the crowds apart.
        let seed = sensor.serial.bytes().fold(0_i64, |seed, byte| {
            seed.wrapping_mul(257).wrapping_add(byte.into())
        });
        let crowd = Crowd::new(self.zone, self.week, seed, sensor.visitors);
        if self.sales {
            crowd.with_sales()
        } else {
            crowd
        }
    }
}

/// All sensors with their places.
pub fn sensors() -> impl Iterator<Item = (&'static Site, &'static Sensor)> {
    SITES
        .iter()
        .flat_map(|site| site.sensors.iter().map(move |sensor| (site, sensor)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_a_sensor_of_every_format() {
        let formats: Vec<_> = sensors().map(|(_, sensor)| sensor.format).collect();
        assert_eq!(formats.len(), spp_formats::Format::ALL.len());
        for format in spp_formats::Format::ALL {
            assert!(formats.contains(&format.id()), "{format:?}");
        }
    }

    #[test]
    fn sensors_and_entrances_fit() {
        for (site, sensor) in sensors() {
            assert!(sensor.entrance < site.entrances.len());
            assert_eq!(sensor.record % 60, 0);
            assert_eq!(sensor.interval % sensor.record, 0);
            assert_eq!(sensor.cycle % sensor.record, 0);
            assert_eq!(900 % sensor.interval, 0);
        }
    }

    #[test]
    fn the_inns_check_digit_is_right() {
        let digits: Vec<u32> = INN.chars().filter_map(|digit| digit.to_digit(10)).collect();
        let (last, rest) = digits.split_last().unwrap();
        let sum: u32 = rest
            .iter()
            .zip([2, 4, 10, 3, 5, 9, 4, 6, 8])
            .map(|(digit, weight)| digit * weight)
            .sum();
        assert_eq!(rest.len(), 9);
        assert_eq!(*last, sum % 11 % 10);
    }
}
