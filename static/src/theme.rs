//! Light or dark, as the reader's system has it or as the reader chose here.

use leptos::prelude::*;

/// Where the choice is kept in the browser.
const KEPT: &str = "theme";

/// A theme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Theme {
    /// As the system has it.
    System,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

impl Theme {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// Its code, as the page's root element bears it.
    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme that was chosen here before; the system's, where none was.
pub fn remembered() -> Theme {
    let kept = window().local_storage().ok().flatten();
    let code = kept.and_then(|storage| storage.get_item(KEPT).ok().flatten());
    let known = |theme: &Theme| Some(theme.code()) == code.as_deref();
    Theme::ALL.into_iter().find(known).unwrap_or(Theme::System)
}

/// Wears a theme, and remembers it.
pub fn wear(theme: Theme) {
    if let Some(page) = document().document_element() {
        _ = page.set_attribute("data-theme", theme.code());
    }
    if let Ok(Some(storage)) = window().local_storage() {
        _ = storage.set_item(KEPT, theme.code());
    }
}
