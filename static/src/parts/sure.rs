//! A button that asks once more before it does what cannot be taken back.

use leptos::html::Button;
use leptos::prelude::*;

use crate::language::spoken;

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
    let (first, second) = (NodeRef::<Button>::new(), NodeRef::<Button>::new());
    let ask = move |now: bool| {
        asked.set(now);
        // The button that was pressed goes, and takes the keyboard's place along: it
        // is at the other one as soon as that stands there.
        request_animation_frame(move || {
            let button = if now { second } else { first };
            if let Some(button) = button.try_get_untracked().flatten() {
                _ = button.focus();
            }
        });
    };
    let yes = move |_| {
        ask(false);
        act.run(());
    };
    move || {
        match asked.get() {
        false => view! {
            <button type="button" class="quiet bad" node_ref=first on:click=move |_| ask(true)>{name}</button>
        }
        .into_any(),
        true => view! {
            <span class="sure" role="alertdialog" aria-label=question>
                <span>{question}</span>
                <button type="button" class="button danger" node_ref=second on:click=yes>{name}</button>
                <button type="button" class="quiet" on:click=move |_| ask(false)>
                    {spoken("Отмена", "Cancel")}
                </button>
            </span>
        }
        .into_any(),
    }
    }
}
