//! Something that is shown once: copied, or lost.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::language::say;
use crate::parts::icon::Icon;

/// A secret that was just made.
#[component]
pub fn Secret(
    /// What is shown.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let copy = {
        let text = text.clone();
        move |_| {
            let written = window().navigator().clipboard().write_text(&text);
            spawn_local(async move {
                copied.set(wasm_bindgen_futures::JsFuture::from(written).await.is_ok());
            });
        }
    };
    view! {
        <div class="secret" role="status">
            <p>
                {move || say(
                    "Скопируйте и сохраните: больше это не показывается.",
                    "Copy and keep it: it is not shown again.",
                )}
            </p>
            <code>{text}</code>
            <button type="button" class="button" on:click=copy>
                {Icon::Copy.draw()}
                <span aria-live="polite">
                    {move || match copied.get() {
                        true => say("Скопировано", "Copied"),
                        false => say("Копировать", "Copy"),
                    }}
                </span>
            </button>
        </div>
    }
}
