//! What is typed in a form, and what came of sending it.

use leptos::prelude::*;
use serde_json::{Map, Value};

use super::ask::{Ask, Kind, Later};
use super::directory::{Directory, Of};
use super::sheet::Pending;
use crate::api::Failure;
use crate::api::registry::Row;
use crate::parts::zone;

/// What is typed in a form, and what came of sending it.
#[derive(Clone, Copy)]
pub struct Form {
    values: StoredValue<Vec<(&'static str, RwSignal<String>)>>,
    /// Why it was refused.
    pub failure: RwSignal<Option<Failure>>,
    /// Whether anything was typed that is not saved.
    pub changed: RwSignal<bool>,
    /// Whether it is on its way.
    pub busy: RwSignal<bool>,
    /// Whether it was saved.
    pub saved: RwSignal<bool>,
    /// What is refused elsewhere than at its fields, and said there.
    pub elsewhere: fn(&Failure) -> bool,
    pending: RwSignal<bool>,
    directory: Option<Directory>,
}

impl Form {
    /// A form with what is known already.
    pub fn of(asks: &[Ask], row: &Row) -> Self {
        let value = |ask: &Ask| (ask.name, RwSignal::new(row.text(ask.name)));
        Self {
            values: StoredValue::new(asks.iter().map(value).collect()),
            failure: RwSignal::new(None),
            changed: RwSignal::new(false),
            busy: RwSignal::new(false),
            saved: RwSignal::new(false),
            elsewhere: |_| false,
            pending: expect_context::<Pending>().0,
            directory: use_context(),
        }
    }

    /// What is typed in a field.
    pub fn value(&self, name: &str) -> RwSignal<String> {
        self.known(name).unwrap_or_default()
    }

    fn known(&self, name: &str) -> Option<RwSignal<String>> {
        self.values.with_value(|values| {
            let known = values.iter().find(|(known, _)| *known == name);
            known.map(|(_, value)| *value)
        })
    }

    /// What is typed in a field, as text.
    pub fn text(&self, name: &str) -> String {
        self.value(name).get()
    }

    /// Whether a refusal is said where its fault is.
    pub fn says(&self, failure: &Failure) -> bool {
        let own = |field: &str| self.known(field).is_some();
        failure.field().is_some_and(own) || (self.elsewhere)(failure)
    }

    /// The zone of the site that is chosen.
    fn zone(&self) -> Option<String> {
        let site = self.value("site_id").get_untracked();
        let site = untrack(|| self.directory?.find(Of::Site, &site))?;
        Some(site.text("zone"))
    }

    /// A conflict names its field in words alone: it is one of that field here.
    pub fn at_field(&self, mut failure: Failure) -> Failure {
        if let Failure::Refused(problem) = &mut failure {
            let named = problem.title.split_once(": ").map(|(field, _)| field);
            let own = |field: &&str| self.known(field).is_some();
            if let (None, Some(field)) = (&problem.field, named.filter(own)) {
                problem.field = Some(field.to_owned());
            }
        }
        failure
    }

    /// Notes that something was typed.
    pub fn touch(&self) {
        self.changed.set(true);
        self.saved.set(false);
        self.pending.set(true);
    }

    /// Notes whether what was typed would be lost by leaving; also after this
    /// screen was left.
    pub fn keep(&self, pending: bool) {
        _ = self.pending.try_set(pending);
    }

    /// What is sent.
    pub fn body(&self, asks: &[Ask], is_new: bool) -> Map<String, Value> {
        let sent = asks
            .iter()
            .filter(|ask| is_new || ask.later != Later::Absent)
            .filter(|ask| untrack(|| ask.applies(self)));
        let fields = sent.filter_map(|ask| {
            let text = self.value(ask.name).get_untracked();
            let value = match ask.kind {
                Kind::Moment => zone::moment(&self.zone()?, &text).map(Value::from),
                _ => ask.value(&text),
            };
            let value = value?;
            Some((ask.name.to_owned(), value))
        });
        let mut body = Map::new();
        body.extend(fields);
        body
    }
}
