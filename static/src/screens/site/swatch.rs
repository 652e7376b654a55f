//! Pieces of the chart with what they mean.

use leptos::prelude::*;

/// What something looks like in the chart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Counted and told in time.
    Counted,
    /// Told late.
    Late,
    /// Restored.
    Restored,
    /// Missing.
    Missing,
    /// Who left.
    Out,
    /// The usual band with its middle.
    Usual,
    /// Last year.
    Year,
    /// An event.
    Event,
}

impl Mark {
    /// A piece of it.
    pub fn draw(self) -> impl IntoView {
        let (class, strokes) = match self {
            Self::Counted => ("full measured", ""),
            Self::Late => ("late", "M-2 8 8-2M2 14 14 2M8 16 16 8"),
            Self::Restored => ("restored", "M-2 6 8 16M0 0 14 14M6-2 16 8"),
            Self::Missing => ("missing", "M-2 8 8-2M2 14 14 2M8 16 16 8"),
            Self::Out => ("out", "M0 3H14M0 7H14M0 11H14"),
            Self::Usual => ("usual", "M0 7H14"),
            Self::Year => ("year", "M1 7H14"),
            Self::Event => ("event", ""),
        };
        view! {
            <svg class=format!("swatch {class}") viewBox="0 0 14 14" aria-hidden="true">
                <rect x="0.5" y="0.5" width="13" height="13" />
                <path d=strokes />
            </svg>
        }
    }
}

/// A piece of the chart with its name.
#[component]
pub fn Sample(
    /// What it looks like.
    mark: Mark,
    /// What it means.
    #[prop(into)]
    name: Signal<&'static str>,
) -> impl IntoView {
    view! { <li>{mark.draw()} <span>{name}</span></li> }
}

/// The same, which can be taken away and back.
#[component]
pub fn Switch(
    /// What it looks like.
    mark: Mark,
    /// What it means.
    #[prop(into)]
    name: Signal<&'static str>,
    /// Whether it is drawn.
    #[prop(into)]
    on: Signal<bool>,
    /// Draws it or takes it away.
    #[prop(into)]
    set: Callback<bool>,
) -> impl IntoView {
    view! {
        <li>
            <button
                type="button"
                class="filter"
                aria-pressed=move || on.get().to_string()
                on:click=move |_| set.run(!on.get_untracked())
            >
                {mark.draw()}
                <span>{name}</span>
            </button>
        </li>
    }
}
