//! What forms ask, as data: one description serves the form and what is sent.

use leptos::prelude::*;
use serde_json::Value;

use super::directory::{Directory, Of};
use super::form::Form;
use crate::language::say;
use crate::live::Memo;
use crate::parts::field::Field;
use crate::parts::form::{Select, TextArea};
use crate::session;

/// A text in both languages, Russian first.
pub type Words = (&'static str, &'static str);
/// A code with its name.
pub type Word = (&'static str, Words);

/// A text in the reader's language.
pub fn told(words: Words) -> &'static str {
    say(words.0, words.1)
}

/// The name of a code; the code itself where it has none.
pub fn named(words: &[Word], code: &str) -> String {
    let known = words.iter().find(|(id, _)| *id == code);
    known.map_or_else(|| code.to_owned(), |(_, words)| told(*words).to_owned())
}

/// One field of a form.
#[derive(Clone, Copy)]
pub struct Ask {
    /// The name, as the API names it.
    pub name: &'static str,
    label: Words,
    hint: Words,
    /// What it holds.
    pub kind: Kind,
    must: bool,
    /// What becomes of it later.
    pub later: Later,
    when: Option<fn(&Form) -> bool>,
}

/// What a field holds.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A line, with the input's type.
    Line(&'static str),
    /// A whole number.
    Whole,
    /// A time, by the clock of the site that the form names.
    Moment,
    /// Several lines.
    Long,
    /// One of a few, as the reader may choose.
    Choice(fn() -> &'static [Word]),
    /// One of two, whose codes are `true` and `false`.
    Either(&'static [Word; 2]),
    /// One of the things there are.
    Of(Of),
}

/// What becomes of a field once the thing is entered.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// It can be changed.
    Free,
    /// It is sent as it was, and cannot be changed.
    Fixed,
    /// It is not sent any more.
    Absent,
}

impl Ask {
    /// A field of some kind.
    pub const fn of(name: &'static str, label: Words, kind: Kind) -> Self {
        let (hint, when) = (("", ""), None);
        let (must, later) = (false, Later::Free);
        Self {
            name,
            label,
            hint,
            kind,
            must,
            later,
            when,
        }
    }

    /// A line of text.
    pub const fn line(name: &'static str, label: Words) -> Self {
        Self::of(name, label, Kind::Line("text"))
    }

    /// It must be filled.
    pub const fn must(mut self) -> Self {
        self.must = true;
        self
    }

    /// What is expected.
    pub const fn hint(mut self, hint: Words) -> Self {
        self.hint = hint;
        self
    }

    /// It is entered once and stays.
    pub const fn fixed(mut self) -> Self {
        self.later = Later::Fixed;
        self
    }

    /// It is entered once, and not named again.
    pub const fn once(mut self) -> Self {
        self.later = Later::Absent;
        self
    }

    /// It is asked only under a condition.
    pub const fn when(mut self, when: fn(&Form) -> bool) -> Self {
        self.when = Some(when);
        self
    }

    /// Whether it is asked of this reader now: whose things they are goes without
    /// saying for a client's own people.
    fn is_asked(&self, form: &Form) -> bool {
        let own = matches!(self.kind, Kind::Of(Of::Client)) && !session::is_contractor();
        !own && self.applies(form)
    }

    /// Whether it is asked under its condition.
    pub fn applies(&self, form: &Form) -> bool {
        self.when.is_none_or(|when| when(form))
    }

    /// What is typed in it, as it is sent.
    pub fn value(&self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self.kind {
            _ if text.is_empty() => None,
            Kind::Either(_) => Some((text == "true").into()),
            Kind::Whole | Kind::Of(_) => text.parse::<i64>().ok().map(Value::from),
            _ => Some(text.into()),
        }
    }
}

/// The fields of a form.
#[component]
pub fn Asked(
    /// What is asked.
    asks: &'static [Ask],
    /// The form.
    form: Form,
    /// Whether the thing is a new one.
    is_new: bool,
) -> impl IntoView {
    let field = move |ask: &'static Ask| {
        let locked = !is_new && ask.later != Later::Free;
        let asked = Memo::new(move |_| ask.is_asked(&form));
        move || {
            asked.get().then(
                || view! { <fieldset class="bare" disabled=locked>{input(ask, form)}</fieldset> },
            )
        }
    };
    asks.iter().map(field).collect_view()
}

fn input(ask: &'static Ask, form: Form) -> AnyView {
    let Ask {
        name,
        label,
        hint,
        kind,
        must,
        ..
    } = *ask;
    let (value, failure) = (form.value(name), form.failure);
    let label = Signal::derive(move || told(label));
    let hint = Signal::derive(move || told(hint));
    let none = Signal::derive(|| say("— не выбрано —", "— none —"));
    let choice = move |options: Memo<Vec<(String, String)>>| {
        view! { <Select name label value options none required=must hint failure /> }.into_any()
    };
    match kind {
        Kind::Line(kind) => {
            view! { <Field name label value kind required=must hint failure /> }.into_any()
        }
        Kind::Whole => {
            view! { <Field name label value kind="number" required=must hint failure /> }.into_any()
        }
        Kind::Moment => view! {
            <Field name label value kind="datetime-local" required=must hint failure />
        }
        .into_any(),
        Kind::Long => view! { <TextArea name label value required=must hint failure /> }.into_any(),
        Kind::Choice(words) => choice(Memo::new(move |_| options(words()))),
        Kind::Either(words) => choice(Memo::new(move |_| options(words))),
        Kind::Of(of) => {
            let directory = expect_context::<Directory>();
            choice(Memo::new(move |_| directory.options(of)))
        }
    }
}

/// Codes as options.
pub fn options(words: &[Word]) -> Vec<(String, String)> {
    let option = |(id, words): &Word| ((*id).to_owned(), told(*words).to_owned());
    words.iter().map(option).collect()
}
