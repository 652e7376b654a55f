//! A button that asks once more before it does what cannot be taken back.

use leptos::prelude::*;

use crate::language::say;

/// A button that is pressed twice.
#[component]
pub fn Sure(
    /// What it does.
    #[prop(into)]
    name: Signal<&'static str>,
    /// What is asked, with what follows from it.
    #[prop(into)]
    question: Signal<&'static str>,
    /// Does it.
    #[prop(into)]
    act: Callback<()>,
) -> impl IntoView {
    let asked = RwSignal::new(false);
    let yes = move |_| {
        asked.set(false);
        act.run(());
    };
    move || {
        match asked.get() {
        false => view! {
            <button type="button" class="quiet bad" on:click=move |_| asked.set(true)>{name}</button>
        }
        .into_any(),
        true => view! {
            <span class="sure" role="alertdialog" aria-label=question>
                <span>{question}</span>
                <button type="button" class="button danger" autofocus on:click=yes>{name}</button>
                <button type="button" class="quiet" on:click=move |_| asked.set(false)>
                    {move || say("Отмена", "Cancel")}
                </button>
            </span>
        }
        .into_any(),
    }
    }
}
