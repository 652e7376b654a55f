//! What stands where nothing can be shown: while waiting, when there is nothing,
//! and when it could not be read.

use leptos::prelude::*;

use crate::language::{say, spoken};
use crate::live::{Asked, Live, Model};
use crate::parts::icon::Icon;

/// Something is on its way: grey bars of its shape.
#[component]
pub fn Waiting(
    /// How many bars.
    #[prop(default = 4)]
    bars: usize,
) -> impl IntoView {
    view! {
        <div class="waiting" role="status" aria-busy="true">
            <span class="unseen">{spoken("Загрузка…", "Loading…")}</span>
            {(0..bars).map(|_| view! { <div class="bar"></div> }).collect_view()}
        </div>
    }
}

/// There is nothing, and what to do about it.
#[component]
pub fn Empty(
    /// What there is none of.
    #[prop(into)]
    title: Signal<&'static str>,
    /// What can be done.
    #[prop(into)]
    text: Signal<&'static str>,
    /// Buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| children())}
        </div>
    }
}

/// It could not be read, and can be tried again.
#[component]
pub fn Failed(
    /// Why.
    #[prop(into)]
    text: String,
    /// Tries again.
    #[prop(into)]
    again: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="empty failed" role="alert">
            {Icon::Offline.draw()}
            <p>{text}</p>
            <button type="button" class="button" on:click=move |_| again.run(())>
                {spoken("Повторить", "Try again")}
            </button>
        </div>
    }
}

/// Shows what is read as soon as it is there, and meanwhile that it comes or why
/// not. What was read stays when a later reading fails, with a line above it.
#[component]
pub fn Loaded<T, V>(
    /// What is read.
    live: Live<T>,
    /// Shows it; called once, the signal brings the changes.
    show: impl Fn(Model<T>) -> V + Send + Sync + 'static,
) -> impl IntoView
where
    T: Send + Sync + PartialEq + Clone + 'static,
    V: IntoView + 'static,
{
    let shown = move || live.get().map(|value| show(value).into_any());
    loaded(live.asked(), Box::new(shown))
}

/// What is shown, once it is there.
type Shown = Box<dyn Fn() -> Option<AnyView> + Send + Sync>;

/// The same, whatever is read: once in the program.
fn loaded(asked: Asked, shown: Shown) -> AnyView {
    let again = move |()| asked.refresh();
    let view = move || match shown() {
        Some(shown) => view! {
            <Stale asked />
            {shown}
        }
        .into_any(),
        None => match asked.failure() {
            Some(failure) => view! { <Failed text=failure.text() again /> }.into_any(),
            None => view! { <Waiting /> }.into_any(),
        },
    };
    view.into_any()
}

/// Says that what is shown is not fresh.
#[component]
fn Stale(asked: Asked) -> impl IntoView {
    move || {
        asked.failure().map(|failure| {
            view! {
                <p class="stale" role="status">
                    {Icon::Offline.draw()}
                    <span>{failure.text()} " " {say("Показано прежнее.", "What is shown is not fresh.")}</span>
                </p>
            }
        })
    }
}
