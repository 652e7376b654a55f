//! Where letters are written and read: the application with a clock that
//! stands until it is set, a relay that keeps what it gets, and shops whose
//! sensors fall silent.

use std::net::SocketAddr;

use chrono::{DateTime, Utc};
use e2e::http::Answer;
use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::{Sensor, Shop};
use mailbox::{Mailbox, Message};
use serde_json::{Value, json};

/// What links and bounces are signed with.
pub const SECRET: &str = "the secret of mail in tests";

/// The sensors' interval, in seconds.
const INTERVAL: i64 = 900;

/// A moment of November 2026, Moscow time: `16 10:30` is a Monday.
pub fn at(text: &str) -> i64 {
    let (day, time) = text.split_once(' ').unwrap();
    let text = format!("2026-11-{day}T{time}:00+03:00");
    text.parse::<DateTime<Utc>>().unwrap().timestamp()
}

/// The application, its relay, and its clock.
pub struct Scene {
    /// The application.
    pub server: Server,
    mailbox: Option<Mailbox>,
    relay: SocketAddr,
    /// One that never falls silent: were nobody heard, the fault would be ours.
    steady: Sensor,
    now: i64,
    read: usize,
}

impl Scene {
    /// Begins at a moment, with nobody who is told.
    pub fn at(time: &str) -> Self {
        Self::with(time, &[])
    }

    /// Begins at a moment with other variables, which take precedence.
    pub fn with(time: &str, others: &[(&str, &str)]) -> Self {
        let now = at(time);
        let mailbox = Mailbox::start(None, "127.0.0.1:0").unwrap();
        let relay = mailbox.address();
        let relay_address = relay.to_string();
        let usual = [
            ("mail_transport", "smtp"),
            ("mail_relay", relay_address.as_str()),
            ("mail_from", "СПП <spp@spp.example>"),
            ("mail_secret", SECRET),
            ("public_url", "https://spp.example"),
            ("webhook_hosts", "http://127.0.0.1:*"),
        ];
        let server = Server::rehearse(now, &[&usual, others].concat());
        let steady = server.sensor(server.shop("UTC"), &json!({}));
        let scene = Self {
            server,
            mailbox: Some(mailbox),
            relay,
            steady,
            now,
            read: 0,
        };
        scene.beat(&scene.steady);
        scene.server.tick("incidents");
        scene
    }

    /// The time that the clock shows.
    pub fn now(&self) -> DateTime<Utc> {
        DateTime::from_timestamp(self.now, 0).unwrap()
    }

    /// Sets the clock on to a moment at which nothing is done.
    pub fn skip(&mut self, until: i64) {
        self.now = until;
        self.server.set_clock(until);
    }

    /// Lets time pass: the watch looks each minute, or each interval where it
    /// takes long. No letters are sent.
    pub fn pass(&mut self, time: &str) {
        let until = at(time);
        let step = if until - self.now <= 7_200 {
            60
        } else {
            INTERVAL
        };
        while self.now < until {
            self.skip((self.now + step).min(until));
            self.beat(&self.steady);
            self.server.tick("incidents");
        }
    }

    /// Lets time pass, and sends what is due in each of its minutes.
    pub fn pass_and_send(&mut self, time: &str) -> Vec<Message> {
        let until = at(time);
        let mut sent = Vec::new();
        while self.now < until {
            self.skip(self.now + 60);
            self.beat(&self.steady);
            self.server.tick("incidents");
            sent.extend(self.send());
        }
        sent
    }

    /// Has the letters sent that are due, and returns those that have come.
    pub fn send(&mut self) -> Vec<Message> {
        self.server.tick("mail");
        let messages = self.mailbox().messages();
        let new = messages[self.read..].to_vec();
        self.read = messages.len();
        new
    }

    /// The relay, which is running.
    pub fn mailbox(&self) -> &Mailbox {
        self.mailbox.as_ref().unwrap()
    }

    /// Stops the relay.
    pub fn stop_relay(&mut self) {
        self.mailbox = None;
    }

    /// Starts another relay in its place.
    pub fn start_relay(&mut self) {
        self.mailbox = Some(Mailbox::start(None, self.relay).unwrap());
        self.read = 0;
    }

    /// Has a sensor send the newest interval that is over.
    pub fn beat(&self, sensor: &Sensor) {
        self.deliver(sensor, self.now - self.now % INTERVAL - INTERVAL);
    }

    /// Has a sensor send all intervals since a moment.
    pub fn deliver(&self, sensor: &Sensor, since: i64) {
        let readings: Vec<_> = (since..=self.now - INTERVAL)
            .step_by(900)
            .map(|start| {
                let (entered, exited) = (3 + start / 900 % 7, 2 + start / 900 % 5);
                let start = DateTime::from_timestamp(start, 0).unwrap().to_rfc3339();
                json!({"start": start, "interval": INTERVAL, "in": entered, "out": exited})
            })
            .collect();
        let answer = self.server.push(&sensor.token, &json!(readings));
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// Another site of a shop's client.
    pub fn site(&self, shop: Shop, name: &str) -> Shop {
        let site = json!({
            "client_id": shop.client, "name": name, "zone": "Europe/Moscow",
            "address": "Москва, Тверская, 1",
        });
        let site = self.enter("sites", &site);
        let entrance = json!({"site_id": site, "name": "Главный вход"});
        let entrance = self.enter("entrances", &entrance);
        Shop {
            site,
            entrance,
            ..shop
        }
    }

    /// A person of a shop's client.
    pub fn person(&self, shop: Shop, role: &str, email: &str, language: &str) {
        let contact = json!({
            "client_id": shop.client, "role": role, "name": "Анна", "email": email,
            "language": language,
        });
        self.enter("contacts", &contact);
    }

    /// Enters something, and returns its id.
    pub fn enter(&self, things: &str, body: &Value) -> i64 {
        let path = format!("/api/v1/{things}");
        let answer = self.server.administer("POST", &path, body);
        assert_eq!(answer.status, 201, "{things}: {}", answer.text);
        answer.json()["id"].as_i64().unwrap()
    }

    /// A key with which a shop's client reads and answers for itself.
    pub fn key(&self, shop: Shop) -> String {
        self.server.key(shop, &json!({"answers": true}))
    }

    /// Has a sensor speak for the last time at ten on Monday, where the scene stands,
    /// and lets time pass until its letters are due: the number of its incident.
    pub fn falls_silent(&mut self, sensor: &Sensor) -> i64 {
        self.beat(sensor);
        self.pass("16 10:38");
        self.incident_of(sensor)
    }

    /// The number of a sensor's only incident.
    pub fn incident_of(&self, sensor: &Sensor) -> i64 {
        self.incident(&format!("sensor={}", sensor.id))
    }

    /// The number of the only incident that a query finds.
    pub fn incident(&self, query: &str) -> i64 {
        let list = self
            .server
            .get(&format!("/api/v1/incidents?{query}"), ADMINISTRATOR);
        let list = list.json();
        let found = list["incidents"].as_array().unwrap();
        assert_eq!(found.len(), 1, "{query}: {list}");
        found[0]["id"].as_i64().unwrap()
    }

    /// Says something of an incident.
    pub fn say(&self, token: &str, incident: i64, said: &Value) -> Answer {
        let path = format!("/api/v1/incidents/{incident}/events");
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
            ("accept-language", "en"),
        ];
        let body = said.to_string();
        self.server.send("POST", &path, &headers, body.as_bytes())
    }

    /// Has the specialist record an incident, diagnose it, and decide its side.
    pub fn decide(&self, incident: i64, clause: &str, text: &str) {
        for said in [
            json!({"event": "recorded"}),
            json!({"event": "diagnosis_started"}),
            json!({"event": "side_decided", "clause": clause, "text": text}),
        ] {
            let answer = self.say(ADMINISTRATOR, incident, &said);
            assert_eq!(answer.status, 200, "{said}: {}", answer.text);
        }
    }

    /// What the outbox holds, in order, of what a condition names: the kind, the
    /// recipient, the state, and how often it was tried.
    pub fn outbox(&self, condition: &str) -> Vec<String> {
        self.column(&format!(
            "SELECT concat_ws(' ', kind, recipient, state, attempts) FROM outbox
             WHERE {condition} ORDER BY id"
        ))
    }

    /// The addresses to which nothing is sent.
    pub fn suppressed(&self) -> Vec<String> {
        self.column("SELECT email FROM suppression ORDER BY email")
    }

    /// A column of texts.
    pub fn column(&self, sql: &str) -> Vec<String> {
        let database = rusqlite::Connection::open(self.server.database()).unwrap();
        let mut statement = database.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    }
}

/// To whom messages went, in order of addresses.
pub fn recipients(messages: &[Message]) -> Vec<&str> {
    let mut all: Vec<_> = messages
        .iter()
        .map(|message| message.to[0].as_str())
        .collect();
    all.sort_unstable();
    all
}

/// The message to an address, of which there is one.
pub fn letter_to<'a>(messages: &'a [Message], recipient: &str) -> &'a Message {
    let found: Vec<_> = messages
        .iter()
        .filter(|message| message.is_to(recipient))
        .collect();
    assert_eq!(found.len(), 1, "{recipient}");
    found[0]
}
