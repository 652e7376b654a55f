//! States: always a shape, a colour and a word.

use leptos::prelude::*;

use crate::api::today::Health;
use crate::language::say;
use crate::live::Memo;
use crate::parts::icon::Icon;

impl Health {
    /// The class that colours it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Awaited => "awaited",
            Self::Watch => "watch",
            Self::Bad => "bad",
        }
    }

    /// Its shape.
    pub fn icon(self) -> Icon {
        match self {
            Self::Good => Icon::Good,
            Self::Awaited => Icon::Awaited,
            Self::Watch => Icon::Watch,
            Self::Bad => Icon::Bad,
        }
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Good => say("Норма", "Well"),
            Self::Awaited => say("Ожидание", "Awaited"),
            Self::Watch => say("Внимание", "Watch"),
            Self::Bad => say("Неисправность", "Fault"),
        }
    }
}

/// A state with its word.
#[component]
pub fn State(
    /// How well it is: colour and shape.
    #[prop(into)]
    health: Memo<Health>,
    /// The word; the state's own where none is given.
    #[prop(into, optional)]
    word: Option<Signal<String>>,
) -> impl IntoView {
    view! {
        <span class=move || format!("state {}", health.get().class())>
            {move || health.get().icon().draw()}
            <span>
                {move || word.map_or_else(|| health.get().word().to_owned(), |word| word.get())}
            </span>
        </span>
    }
}
