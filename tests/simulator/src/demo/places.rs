//! The places and their sensors: one of every format, some older than others,
//! supplied and mounted by different sides.

use chrono_tz::Tz;

use super::{By, Lines, Sensor, Site};

/// All places.
pub static SITES: [Site; 3] = [MOSCOW, YEKATERINBURG, KALININGRAD];

const CONTRACTOR: By = ("contractor", None);
const CLIENT_SELF: By = ("client", Some("Служба эксплуатации «Ромашки»"));
const THIRD_PARTY: By = ("third_party", Some("ООО «Проходимость»"));

/// Minutes from midnight.
const fn at(hour: u16) -> u16 {
    hour * 60
}

/// What most sensors have in common.
const USUAL: Sensor = Sensor {
    format: "",
    entrance: 0,
    name: "",
    model: "",
    serial: "",
    firmware: "",
    room: "Тамбур",
    cabinet: None,
    supplied: CONTRACTOR,
    mounted: CONTRACTOR,
    warranty: 400,
    interval: 300,
    record: 300,
    cycle: 300,
    beat: None,
    lag: 0,
    forgets: false,
    visitors: 600.0,
    lines: Lines::Both("1"),
};

const MOSCOW: Site = Site {
    name: "Универмаг на Тверской",
    address: "Москва, Тверская улица, 100",
    zone: Tz::Europe__Moscow,
    week: [
        (at(10), at(22)),
        (at(10), at(22)),
        (at(10), at(22)),
        (at(10), at(22)),
        (at(10), at(23)),
        (at(10), at(23)),
        (at(10), at(21)),
    ],
    sales: true,
    entrances: &["Главный вход", "Вход с парковки"],
    sensors: &[
        Sensor {
            format: "xovis",
            name: "Главный вход, левые двери",
            model: "Xovis PC2SE",
            serial: "00:6E:02:7C:40:1B",
            firmware: "5.1.2-7f31c0a9d4",
            cabinet: Some("ШК-1"),
            interval: 60,
            record: 60,
            cycle: 180,
            beat: Some(300),
            visitors: 2_100.0,
            lines: Lines::Both("2"),
            ..USUAL
        },
        Sensor {
            format: "hikvision",
            name: "Главный вход, правые двери",
            model: "Hikvision iDS-2CD6810F/C",
            serial: "c0:56:e3:5d:11:94",
            firmware: "V5.4.10 build 230612",
            cabinet: Some("ШК-1"),
            supplied: THIRD_PARTY,
            warranty: 45,
            beat: Some(120),
            visitors: 1_800.0,
            ..USUAL
        },
        Sensor {
            format: "axis",
            entrance: 1,
            name: "Парковка, лифтовый холл",
            model: "AXIS P8815-2",
            serial: "accc8e7d4402",
            firmware: "10.4.1",
            room: "Лифтовый холл, этаж -1",
            cabinet: Some("ШК-3"),
            visitors: 700.0,
            ..USUAL
        },
        Sensor {
            format: "brickstream",
            entrance: 1,
            name: "Парковка, эскалатор",
            model: "FLIR Brickstream 3D Gen2",
            serial: "20487733",
            firmware: "5.9.22.640",
            room: "Эскалатор, этаж -1",
            cabinet: Some("ШК-3"),
            supplied: CLIENT_SELF,
            mounted: CLIENT_SELF,
            warranty: -120,
            interval: 900,
            record: 900,
            cycle: 900,
            lag: 420,
            visitors: 450.0,
            lines: Lines::Both("0"),
            ..USUAL
        },
    ],
};

const YEKATERINBURG: Site = Site {
    name: "Магазин на проспекте Ленина",
    address: "Екатеринбург, проспект Ленина, 200",
    zone: Tz::Asia__Yekaterinburg,
    week: [
        (at(9), at(21)),
        (at(9), at(21)),
        (at(9), at(21)),
        (at(9), at(21)),
        (at(9), at(21)),
        (at(10), at(20)),
        (at(10), at(20)),
    ],
    sales: false,
    entrances: &["Вход с проспекта", "Вход со двора"],
    sensors: &[
        Sensor {
            format: "milesight",
            name: "Проспект, входные двери",
            model: "Milesight VS125-P",
            serial: "6384E16240110387",
            firmware: "V_125.1.0.3-r2",
            cabinet: Some("Стойка охраны"),
            visitors: 900.0,
            lines: Lines::Both("7d0c54e1-52a8-4f0f-9c1e-0b6a3e9f2d58"),
            ..USUAL
        },
        Sensor {
            format: "irisys",
            name: "Проспект, выходные двери",
            model: "Irisys Vector 4D",
            serial: "V4D-26110452",
            firmware: "4.6.0",
            cabinet: Some("Стойка охраны"),
            mounted: THIRD_PARTY,
            interval: 900,
            visitors: 800.0,
            lines: Lines::Registers("0", "1"),
            ..USUAL
        },
        Sensor {
            format: "foorir",
            entrance: 1,
            name: "Двор, тамбур",
            model: "HuaXin HX-HM3D",
            serial: "2010010000007912",
            firmware: "3.2",
            supplied: THIRD_PARTY,
            mounted: THIRD_PARTY,
            warranty: 210,
            beat: Some(60),
            visitors: 350.0,
            ..USUAL
        },
        Sensor {
            format: "tts",
            entrance: 1,
            name: "Двор, калитка",
            model: "IMBUILDINGS People Counter LoRaWAN",
            serial: "0004A30B00C1E2A7",
            firmware: "2.6",
            room: "Калитка",
            interval: 900,
            forgets: true,
            visitors: 160.0,
            ..USUAL
        },
    ],
};

const KALININGRAD: Site = Site {
    name: "Супермаркет на Ленинском проспекте, круглосуточно",
    address: "Калининград, Ленинский проспект, 300",
    zone: Tz::Europe__Kaliningrad,
    // Round the clock, so that someone comes whenever it is looked at.
    week: [(at(0), at(24)); 7],
    sales: false,
    entrances: &["Вход"],
    sensors: &[
        Sensor {
            format: "hpc015",
            name: "Малая дверь",
            model: "HPC015S",
            serial: "5AC29170",
            firmware: "2.15",
            room: "Торговый зал",
            supplied: CLIENT_SELF,
            warranty: 20,
            record: 60,
            visitors: 240.0,
            ..USUAL
        },
        Sensor {
            format: "spp",
            name: "Большая дверь",
            model: "СПП-Шлюз 2",
            serial: "SPP-7730-0518",
            firmware: "1.4.2",
            room: "Торговый зал",
            interval: 60,
            record: 60,
            cycle: 60,
            visitors: 520.0,
            ..USUAL
        },
    ],
};
