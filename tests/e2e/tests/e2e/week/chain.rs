//! The chain of shops: what stands where, and what happens to it.

use std::fmt::Write as _;
use std::time::Duration;

use chrono::DateTime;
use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::{Sensor, Shop};
use mailbox::Mailbox;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::STEP;
use super::shoppers::people;

/// Sites with their zones' hours ahead of UTC, and their doors.
const SITES: [(&str, &str, i64, &[&str]); 3] = [
    ("Север", "Europe/Moscow", 3, &["Север-1", "Север-2"]),
    ("Юг", "Europe/Moscow", 3, &["Юг-1", "Юг-2"]),
    ("Восток", "Asia/Yekaterinburg", 5, &["Восток-1"]),
];

/// A chain of shops in the simulation.
pub struct Chain {
    /// The application, while it runs, or else what it has left.
    server: Result<Server, TempDir>,
    /// What was sent.
    pub mailbox: Mailbox,
    doors: Vec<Door>,
    key: String,
    now: i64,
}

struct Door {
    name: &'static str,
    sensor: Sensor,
    ahead: i64,
    trouble: Trouble,
    /// Seconds by which its clock gains at each step, and is off.
    gain: i64,
    off: i64,
    kept: Vec<Value>,
}

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    None,
    Cut { keeps: bool },
    Frozen,
}

impl Chain {
    /// Opens the shops at a moment, with everybody who is told.
    pub fn open(now: i64) -> Self {
        let mailbox = Mailbox::start(None, "127.0.0.1:0").expect("a mailbox");
        let server = Server::rehearse(now, &variables(&mailbox));
        let client = json!({"name": "Торговый дом «Ромашка»"});
        let client = created(&server, "clients", &client);
        let system =
            json!({"client_id": client, "name": "СПП", "edition": "cloud", "plan": "prof"});
        let system = created(&server, "systems", &system);
        for (role, email) in [
            ("authorised", "director@romashka.example"),
            ("technical", "it@romashka.example"),
        ] {
            let contact = json!({"client_id": client, "role": role, "name": role, "email": email});
            created(&server, "contacts", &contact);
        }
        let duty = json!({"role": "duty", "name": "Дежурный", "email": "duty@spp.example"});
        created(&server, "contacts", &duty);
        let mut doors = Vec::new();
        for (name, zone, ahead, sensors) in SITES {
            let hours: Vec<_> = (1..=7)
                .map(|day| json!({"weekday": day, "opens": "10:00", "closes": "22:00"}))
                .collect();
            let site = json!({"client_id": client, "name": name, "zone": zone, "hours": hours});
            let site = created(&server, "sites", &site);
            for name in sensors {
                let entrance = json!({"site_id": site, "name": name});
                let entrance = created(&server, "entrances", &entrance);
                let shop = Shop {
                    client,
                    system,
                    site,
                    entrance,
                };
                let more = json!({"name": name, "interval": STEP, "supplied_by": "client", "room": "101", "cabinet": "Шкаф 1"});
                doors.push(Door {
                    name,
                    sensor: server.sensor(shop, &more),
                    ahead: ahead * 3_600,
                    trouble: Trouble::None,
                    gain: 0,
                    off: 0,
                    kept: Vec::new(),
                });
            }
        }
        let path = format!("/api/v1/clients/{client}/keys");
        let key = server
            .administer("POST", &path, &json!({"name": "Портал", "answers": true}))
            .json();
        let key = key["key"].as_str().expect("a key").to_owned();
        Self {
            server: Ok(server),
            mailbox,
            doors,
            key,
            now,
        }
    }

    /// The application.
    pub fn server(&self) -> &Server {
        self.server.as_ref().expect("it runs")
    }

    /// Imports so many days before a moment.
    pub fn import_history(&self, end: i64, days: i64) {
        for door in &self.doors {
            self.import(door, end - days * 86_400, end, "history");
        }
    }

    /// Imports a month that lies before all that is there.
    pub fn import_old(&self, name: &str) {
        let end = self.now - 100 * 86_400;
        self.import(self.door(name), end - 30 * 86_400, end, "old");
    }

    fn import(&self, door: &Door, from: i64, to: i64, name: &str) {
        let mut csv = "start,interval,in,out\n".to_owned();
        for start in (from..to).step_by(usize::try_from(STEP).expect("a step")) {
            let (entered, exited) = people(door.sensor.id.unsigned_abs(), start + door.ahead);
            writeln!(csv, "{},{STEP},{entered},{exited}", time(start)).expect("text");
        }
        let path = format!("/api/v1/counts?import={name}");
        let bearer = format!("Bearer {}", door.sensor.token);
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "text/csv"),
        ];
        let answer = self.server().send("POST", &path, &headers, csv.as_bytes());
        assert_eq!(answer.status, 200, "{}", answer.text);
    }

    /// Lets time pass until a moment, in steps: doors push, schedulers tick.
    pub fn run(&mut self, until: i64) {
        while self.now < until {
            self.server().set_clock(self.now + STEP / 2);
            self.tick();
            self.step();
            self.tick();
        }
    }

    fn tick(&self) {
        self.server().tick("incidents");
        self.server().tick("mail");
    }

    /// Lets time pass while the application does not run.
    pub fn pass(&mut self, until: i64) {
        while self.now < until {
            self.step();
        }
    }

    fn step(&mut self) {
        let start = self.now;
        self.now += STEP;
        if let Ok(server) = &self.server {
            server.set_clock(self.now);
        }
        for door in &mut self.doors {
            door.off = if door.gain == 0 {
                0
            } else {
                door.off + door.gain
            };
            let (entered, exited) = match door.trouble {
                Trouble::Frozen => (21, 19),
                Trouble::None | Trouble::Cut { .. } => {
                    people(door.sensor.id.unsigned_abs(), start + door.ahead)
                }
            };
            let reading =
                json!({"start": time(start), "interval": STEP, "in": entered, "out": exited});
            match door.trouble {
                Trouble::Cut { keeps: false } => continue,
                Trouble::Cut { keeps: true } => {
                    door.kept.push(reading);
                    continue;
                }
                Trouble::None | Trouble::Frozen => door.kept.push(reading),
            }
            if let Ok(server) = &self.server {
                let readings = std::mem::take(&mut door.kept);
                let push = json!({"clock": time(self.now + door.off), "readings": readings});
                let answer = server.push(&door.sensor.token, &push);
                assert_eq!(answer.status, 200, "{}", answer.text);
            }
        }
    }

    /// Cuts a door off; it keeps what it counts, or it has no power to count.
    pub fn cut(&mut self, name: &str, keeps: bool) {
        self.door_mut(name).trouble = Trouble::Cut { keeps };
    }

    /// Has a door say the same again and again.
    pub fn freeze(&mut self, name: &str) {
        self.door_mut(name).trouble = Trouble::Frozen;
    }

    /// Puts a door right.
    pub fn mend(&mut self, name: &str) {
        self.door_mut(name).trouble = Trouble::None;
    }

    /// Has a door's clock gain so many seconds a step; with none it is set right.
    pub fn drift(&mut self, name: &str, gain: i64) {
        self.door_mut(name).gain = gain;
    }

    /// The contractor's specialist says something of a door's incident.
    pub fn say(&self, name: &str, symptom: &str, said: &Value) {
        self.speak(ADMINISTRATOR, name, symptom, said);
    }

    /// The client answers.
    pub fn answer(&self, name: &str, symptom: &str, said: &Value) {
        self.speak(&self.key, name, symptom, said);
    }

    fn speak(&self, token: &str, name: &str, symptom: &str, said: &Value) {
        let sensor = self.door(name).sensor.id;
        let query = format!("/api/v1/incidents?sensor={sensor}&symptom={symptom}");
        let list = self.server().get(&query, token).json();
        let id = &list["incidents"][0]["id"];
        let path = format!("/api/v1/incidents/{id}/events");
        let bearer = format!("Bearer {token}");
        let headers = [
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ];
        let answer = self
            .server()
            .send("POST", &path, &headers, said.to_string().as_bytes());
        assert_eq!(
            answer.status, 200,
            "{name} {symptom} {said}: {} {list}",
            answer.text
        );
    }

    /// Stops the application as a power cut would.
    pub fn stop_host(&mut self) {
        let nothing = TempDir::new().expect("a folder");
        if let Ok(server) = std::mem::replace(&mut self.server, Err(nothing)) {
            self.server = Err(server.kill());
        }
    }

    /// Starts it again, on the state that it left.
    pub fn start_host(&mut self) {
        let nothing = TempDir::new().expect("a folder");
        if let Err(state) = std::mem::replace(&mut self.server, Err(nothing)) {
            let variables = variables(&self.mailbox);
            self.server = Ok(Server::rehearse_in(state, self.now, &variables));
        }
    }

    fn door(&self, name: &str) -> &Door {
        self.doors
            .iter()
            .find(|door| door.name == name)
            .expect("a door")
    }

    fn door_mut(&mut self, name: &str) -> &mut Door {
        let mut doors = self.doors.iter_mut();
        doors.find(|door| door.name == name).expect("a door")
    }

    /// All letters, once they have arrived.
    pub fn letters(&self) -> Vec<mailbox::Message> {
        let outbox = rusqlite::Connection::open(self.server().database()).expect("the database");
        let sql = "SELECT count(*) FROM outbox WHERE state = 'sent'";
        let sent: u32 = outbox
            .query_row(sql, [], |row| row.get(0))
            .expect("a number");
        let sent = usize::try_from(sent).expect("a number");
        let letters = self.mailbox.wait_for(sent, Duration::from_secs(10));
        assert_eq!(letters.len(), sent, "letters arrive once each");
        letters
    }
}

fn variables(mailbox: &Mailbox) -> [(&'static str, &'static str); 4] {
    let relay: &'static str = Box::leak(mailbox.address().to_string().into_boxed_str());
    [
        ("mail_transport", "smtp"),
        ("mail_relay", relay),
        ("mail_secret", "secret"),
        ("public_url", "https://spp.example"),
    ]
}

fn created(server: &Server, things: &str, body: &Value) -> i64 {
    let answer = server.administer("POST", &format!("/api/v1/{things}"), body);
    assert_eq!(answer.status, 201, "{things}: {}", answer.text);
    answer.json()["id"].as_i64().expect("an id")
}

fn time(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .expect("a time")
        .to_rfc3339()
}
