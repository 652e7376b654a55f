//! A shop to count in: what tests enter through the administrator's API.

use serde_json::{Value, json};

use crate::http::{self, Answer, Request};
use crate::server::{ADMINISTRATOR, Server};

/// A client with a system, a site and an entrance.
#[derive(Debug, Clone, Copy)]
pub struct Shop {
    /// The client's id.
    pub client: i64,
    /// The system's id.
    pub system: i64,
    /// The site's id.
    pub site: i64,
    /// The entrance's id.
    pub entrance: i64,
}

/// A sensor and its token.
#[derive(Debug, Clone)]
pub struct Sensor {
    /// Its id.
    pub id: i64,
    /// Its token.
    pub token: String,
}

impl Server {
    /// Enters a shop in a zone.
    ///
    /// # Panics
    /// The API does not answer as it should.
    #[must_use]
    pub fn shop(&self, zone: &str) -> Shop {
        let client = self.create("clients", &json!({"name": "Client"}));
        let system = json!({"client_id": client, "name": "System", "edition": "cloud"});
        let system = self.create("systems", &system);
        let site = json!({"client_id": client, "name": "Site", "zone": zone});
        let site = self.create("sites", &site);
        let entrance = self.create("entrances", &json!({"site_id": site, "name": "Entrance"}));
        Shop {
            client,
            system,
            site,
            entrance,
        }
    }

    /// Enters a sensor, with more fields or other ones.
    ///
    /// # Panics
    /// The API does not answer as it should.
    #[must_use]
    pub fn sensor(&self, shop: Shop, more: &Value) -> Sensor {
        let mut body = json!({
            "system_id": shop.system, "entrance_id": shop.entrance, "name": "Sensor",
            "format": "spp", "supplied_by": "contractor", "mounted_by": "contractor",
        });
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let answer = self.administer("POST", "/api/v1/sensors", &body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        let json = answer.json();
        let (id, token) = (json["id"].as_i64(), json["token"].as_str());
        Sensor {
            id: id.expect("an id"),
            token: token.expect("a token").to_owned(),
        }
    }

    /// Makes a key with which a shop's client reads, with more fields or other ones.
    ///
    /// # Panics
    /// The API does not answer as it should.
    #[must_use]
    pub fn key(&self, shop: Shop, more: &Value) -> String {
        let mut body = json!({"name": "1C"});
        for (name, value) in more.as_object().into_iter().flatten() {
            body[name] = value.clone();
        }
        let path = format!("/api/v1/clients/{}/keys", shop.client);
        let made = self.administer("POST", &path, &body);
        assert_eq!(made.status, 201, "{}", made.text);
        let json = made.json();
        json["key"].as_str().expect("a key").to_owned()
    }

    /// Has something happen at a shop's site between two times; it is named as its kind.
    ///
    /// # Panics
    /// The API does not answer as it should.
    pub fn happens(&self, shop: Shop, kind: &str, [starts_at, ends_at]: [&str; 2]) {
        let event = json!({
            "kind": kind, "name": kind, "starts_at": starts_at, "ends_at": ends_at,
        });
        let path = format!("/api/v1/sites/{}/events", shop.site);
        let answer = self.administer("POST", &path, &event);
        assert_eq!(answer.status, 201, "{}", answer.text);
    }

    /// Imports a history as CSV, of which nothing is refused.
    ///
    /// # Panics
    /// The API does not answer as it should.
    pub fn import(&self, token: &str, csv: &str) {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "text/csv"),
        ];
        let path = "/api/v1/counts?import=history";
        let answer = self.send("POST", path, &headers, csv.as_bytes());
        assert_eq!(answer.json()["refused"], 0, "{}", answer.text);
    }

    fn create(&self, things: &str, body: &Value) -> i64 {
        let answer = self.administer("POST", &format!("/api/v1/{things}"), body);
        assert_eq!(answer.status, 201, "{}", answer.text);
        answer.json()["id"].as_i64().expect("an id")
    }

    /// Sends what an administrator sends; a null body is none.
    #[must_use]
    pub fn administer(&self, method: &str, path: &str, body: &Value) -> Answer {
        let bearer = format!("Bearer {ADMINISTRATOR}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", "en"),
        ];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.send(method, path, &headers, body.as_bytes())
    }

    /// Reads what the holder of a token may read.
    #[must_use]
    pub fn get(&self, path: &str, token: &str) -> Answer {
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("accept-language", "en"),
        ];
        self.send("GET", path, &headers, b"")
    }

    /// Pushes in our own format.
    #[must_use]
    pub fn push(&self, token: &str, readings: &Value) -> Answer {
        let path = format!("/push/spp/{token}");
        let headers = [
            ("content-type", "application/json"),
            ("accept-language", "en"),
        ];
        self.send("POST", &path, &headers, readings.to_string().as_bytes())
    }

    /// Sends a request.
    ///
    /// # Panics
    /// No answer comes.
    #[must_use]
    pub fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let url = format!("{}{path}", self.url);
        let request = Request {
            method,
            url: &url,
            headers,
            body,
        };
        http::send(request).unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    /// The sums of a period of 2026, by a step: start, in, out, measured.
    ///
    /// # Panics
    /// The API does not answer as it should.
    #[must_use]
    pub fn counts(&self, query: &str) -> Vec<(String, i64, i64, i64)> {
        let answer = self.get(&format!("/api/v1/counts?{query}"), ADMINISTRATOR);
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        let json = answer.json();
        let parts = json["counts"].as_array().expect("counts").iter();
        let number = |part: &Value, name: &str| part[name].as_i64().expect("a number");
        parts
            .map(|part| {
                let start = part["start"].as_str().expect("a time").to_owned();
                let (entered, exited) = (number(part, "in"), number(part, "out"));
                (start, entered, exited, number(part, "measured"))
            })
            .collect()
    }
}
