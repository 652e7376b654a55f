//! A shop that has counted for some weeks, but for a Wednesday.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta};
use e2e::http::Answer;
use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::{Sensor, Shop};
use serde_json::{Value, json};

/// A Monday; on the Wednesday after it nothing was measured.
const MONDAY: &str = "2026-03-02T00:00:00+03:00";

/// The Wednesday as a period.
pub const HOLE: &str = "from=2026-03-04&to=2026-03-05";

/// A shop in Moscow whose sensor has counted for so many weeks before the Monday and in
/// the week that begins with it, but for the Wednesday: in each quarter of an hour as many
/// people as the hour says, and one out.
pub struct Told {
    pub server: Server,
    pub shop: Shop,
    pub sensor: Sensor,
    /// The client's key, which answers.
    pub key: String,
}

impl Told {
    pub fn new(weeks: i64) -> Self {
        let server = Server::start();
        let shop = server.shop("Europe/Moscow");
        let sensor = server.sensor(shop, &json!({}));
        let monday = DateTime::parse_from_rfc3339(MONDAY).unwrap();
        let mut csv = "sensor,start,interval,in,out\n".to_owned();
        for quarter in -weeks * 7 * 96..7 * 96 {
            let day = quarter.div_euclid(96);
            if day != 2 {
                let start = (monday + TimeDelta::minutes(15 * quarter)).timestamp();
                let people = people(quarter.rem_euclid(96) / 4);
                writeln!(csv, "{},{start},900,{people},1", sensor.id).unwrap();
            }
        }
        let bearer = format!("Bearer {ADMINISTRATOR}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "text/csv"),
        ];
        let path = "/api/v1/counts?import=history";
        let answer = server.send("POST", path, &headers, csv.as_bytes());
        assert_eq!(answer.json()["refused"], 0, "{}", answer.text);
        let key = key(&server, shop, true);
        Self {
            server,
            shop,
            sensor,
            key,
        }
    }

    pub fn say(&self, token: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", "en"),
        ];
        let path = format!("/api/v1/restorations{path}");
        let body = body.to_string();
        self.server.send("POST", &path, &headers, body.as_bytes())
    }

    /// Says something that is to succeed, and what came of it.
    #[track_caller]
    pub fn said(&self, token: &str, path: &str, body: &Value, status: u16) -> Value {
        let answer = self.say(token, path, body);
        assert_eq!(answer.status, status, "{path}: {}", answer.text);
        answer.json()
    }

    pub fn proposal(&self) -> Value {
        json!({
            "sensor": self.sensor.id, "from": "2026-03-04", "to": "2026-03-05",
            "reason": "The cable was pulled",
        })
    }

    /// Proposes to restore the Wednesday, and the number of that.
    #[track_caller]
    pub fn propose(&self) -> i64 {
        let proposed = self.said(ADMINISTRATOR, "", &self.proposal(), 201);
        proposed["id"].as_i64().unwrap()
    }

    #[track_caller]
    pub fn get(&self, path: &str, token: &str) -> Value {
        let answer = self.server.get(&format!("/api/v1/{path}"), token);
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        answer.json()
    }

    pub fn restoration(&self, id: i64) -> Value {
        self.get(&format!("restorations/{id}"), &self.key)
    }

    /// People in, how many of them restored, and intervals measured, of the Wednesday:
    /// the same whatever it is divided by and whoever is asked.
    #[track_caller]
    pub fn wednesday(&self) -> (i64, i64, i64) {
        let shop = self.shop;
        let sums = |list: &Value| {
            let parts = list.as_array().unwrap().iter();
            let number = |part: &Value, name: &str| part[name].as_i64().unwrap();
            parts.fold((0, 0, 0), |sum, part| {
                (
                    sum.0 + number(part, "in"),
                    sum.1 + number(part, "restored"),
                    sum.2 + number(part, "measured"),
                )
            })
        };
        let of_sensor = format!("sensor={}&{HOLE}", self.sensor.id);
        let day = self.get(&format!("series?{of_sensor}&step=day"), &self.key);
        let day = sums(&day["parts"]);
        for step in ["hour", "interval"] {
            let parts = self.get(&format!("series?{of_sensor}&step={step}"), &self.key);
            assert_eq!(sums(&parts["parts"]), day, "{step}");
        }
        for scope in [
            format!("entrance={}", shop.entrance),
            format!("site={}", shop.site),
            format!("client={}", shop.client),
        ] {
            let counts = self.get(&format!("counts?{scope}&{HOLE}&step=day"), &self.key);
            assert_eq!(sums(&counts["counts"]), day, "{scope}");
        }
        day
    }
}

/// How many people come in each quarter of an hour.
pub fn people(hour: i64) -> i64 {
    1 + hour % 6
}

pub fn key(server: &Server, shop: Shop, answers: bool) -> String {
    let path = format!("/api/v1/clients/{}/keys", shop.client);
    let made = server.administer("POST", &path, &json!({"name": "Key", "answers": answers}));
    made.json()["key"].as_str().unwrap().to_owned()
}
