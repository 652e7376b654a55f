//! The sections of the administration, as data.

use leptos::prelude::AnyView;

use super::ask::{Ask, Words};
use super::directory::{Directory, Of};
use crate::api::registry::Row;
use crate::api::session::Role;

/// A section: a list with its forms, or a screen of its own.
#[derive(Clone, Copy)]
pub struct Section {
    /// How its address names it.
    pub word: &'static str,
    /// Its name.
    pub name: Words,
    /// What it is for, in a sentence.
    pub lead: Words,
    /// Who sees it.
    pub sees: fn(Role) -> bool,
    /// What it shows.
    pub shape: Shape,
}

/// What a section shows.
#[derive(Clone, Copy)]
pub enum Shape {
    /// A list of things, with a form for each.
    Things(&'static Things),
    /// A screen of its own.
    Own(fn() -> AnyView),
}

/// Another way to enter things: its address in the section, what the link to it
/// says, and its screen.
pub type Way = (&'static str, Words, fn() -> AnyView);

/// Things that are listed, entered, and perhaps changed and removed.
#[derive(Clone, Copy)]
pub struct Things {
    /// Their address in the API; `{}` stands for the one whose they are.
    pub path: &'static str,
    /// The field that names one in its address.
    pub by: &'static str,
    /// Whose they are: what the list can be narrowed to, or must be.
    pub owner: Option<Of>,
    /// What the button for a new one says.
    pub add: Words,
    /// Who enters and changes them.
    pub changes: fn(Role) -> bool,
    /// What the list shows; the first column leads to the form.
    pub columns: &'static [Column],
    /// What the form asks.
    pub asks: &'static [Ask],
    /// What can be done with one.
    pub life: Life,
    /// A form of its own, for a new one and for one that is known.
    pub form: Option<fn(Option<Row>) -> AnyView>,
    /// What else stands on the page of one.
    pub more: Option<fn(Row) -> AnyView>,
    /// Another way to enter some.
    pub other: Option<Way>,
}

/// What can be done with a thing that was entered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Life {
    /// It can be changed.
    Changes,
    /// It can be changed and removed.
    ChangesAndGoes,
    /// It can be removed.
    Goes,
}

/// A column of a list.
#[derive(Clone, Copy)]
pub struct Column(pub Words, pub fn(&Row, &Directory) -> String);

impl Things {
    /// Whether new ones can be entered.
    pub fn enters(&self) -> bool {
        self.form.is_some() || !self.asks.is_empty()
    }

    /// Whether each has a page of its own.
    pub fn opens(&self) -> bool {
        self.life != Life::Goes
    }

    /// Whether they can be removed.
    pub fn goes(&self) -> bool {
        self.life != Life::Changes
    }

    /// Whether they stand within the one whose they are.
    pub fn is_within(&self) -> bool {
        self.path.contains("{}")
    }

    /// Their address, those of one owner where one is named; none, where an owner
    /// is needed.
    pub fn address(&self, owner: &str) -> Option<String> {
        match (self.is_within(), owner.is_empty()) {
            (true, true) => None,
            (true, false) => Some(self.path.replace("{}", owner)),
            (false, _) => Some(self.path.to_owned()),
        }
    }
}
