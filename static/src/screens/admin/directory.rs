//! What there is, by number and name, for choosing from and for naming.

use leptos::prelude::*;

use super::read;
use crate::api::Failure;
use crate::api::registry::Row;
use crate::language::by_name;
use crate::live::{Live, Memo};
use crate::parts::notice::{Failed, Waiting};

/// A kind of thing that others refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A client.
    Client,
    /// A system.
    System,
    /// A site.
    Site,
    /// An entrance.
    Entrance,
}

impl Of {
    /// How addresses name it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::System => "system",
            Self::Site => "site",
            Self::Entrance => "entrance",
        }
    }
}

/// All things that others refer to, read once and again after each change.
#[derive(Clone, Copy)]
pub struct Directory {
    clients: Live<Vec<Row>>,
    systems: Live<Vec<Row>>,
    sites: Live<Vec<Row>>,
    entrances: Live<Vec<Row>>,
}

impl Directory {
    /// Reads it.
    pub fn read() -> Self {
        Self {
            clients: read::rows(|| String::from("/api/v1/clients")),
            systems: read::rows(|| String::from("/api/v1/systems")),
            sites: read::rows(|| String::from("/api/v1/sites")),
            entrances: read::rows(|| String::from("/api/v1/entrances")),
        }
    }

    fn lists(&self) -> [Live<Vec<Row>>; 4] {
        [self.clients, self.systems, self.sites, self.entrances]
    }

    /// Reads it again.
    pub fn refresh(&self) {
        for list in self.lists() {
            list.refresh();
        }
    }

    /// Whether it was read.
    fn is_read(&self) -> bool {
        self.lists().iter().all(|list| list.get().is_some())
    }

    /// Why some of it could not be read.
    fn failure(&self) -> Option<Failure> {
        self.lists().iter().find_map(Live::failure)
    }

    /// All of a kind.
    pub fn all(&self, of: Of) -> Vec<Row> {
        let list = match of {
            Of::Client => self.clients,
            Of::System => self.systems,
            Of::Site => self.sites,
            Of::Entrance => self.entrances,
        };
        list.get().map(|rows| rows.get()).unwrap_or_default()
    }

    /// One of a kind, by its number as text.
    pub fn find(&self, of: Of, id: &str) -> Option<Row> {
        self.all(of).into_iter().find(|row| row.text("id") == id)
    }

    /// How it is called; empty where it is not known.
    pub fn name(&self, of: Of, id: &str) -> String {
        self.find(of, id)
            .map(|row| self.long(of, &row))
            .unwrap_or_default()
    }

    /// What can be chosen, by name.
    pub fn options(&self, of: Of) -> Vec<(String, String)> {
        let rows = self.all(of);
        let option = |row: &Row| (row.text("id"), self.long(of, row));
        by_name(rows.iter().map(option), |(_, name)| name)
    }

    /// A name that tells it from its namesakes.
    fn long(&self, of: Of, row: &Row) -> String {
        let name = row.text("name");
        let within = match of {
            Of::Client => return name,
            Of::System | Of::Site => self.plain(Of::Client, &row.text("client_id")),
            Of::Entrance => self.plain(Of::Site, &row.text("site_id")),
        };
        match of {
            Of::Entrance => format!("{within} · {name}"),
            _ if self.all(Of::Client).len() < 2 => name,
            _ => format!("{name} · {within}"),
        }
    }

    /// The bare name.
    pub fn plain(&self, of: Of, id: &str) -> String {
        self.find(of, id)
            .map(|row| row.text("name"))
            .unwrap_or_default()
    }
}

/// Shows what needs the directory once it was read, and meanwhile that it comes or
/// why not.
#[component]
pub fn Ready(children: ChildrenFn) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let ready = Memo::new(move |_| directory.is_read());
    move || match ready.get() {
        true => children(),
        false => match directory.failure() {
            Some(failure) => {
                let again = move |()| directory.refresh();
                view! { <Failed text=failure.text() again /> }.into_any()
            }
            None => view! { <Waiting /> }.into_any(),
        },
    }
}
