//! What is copied: something that is shown once, and whatever is typed elsewhere.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::language::{say, spoken};
use crate::parts::icon::Icon;

/// A secret that was just made.
#[component]
pub fn Secret(
    /// What is shown.
    #[prop(into)]
    text: String,
) -> impl IntoView {
    view! {
        <div class="secret" role="status">
            <p>
                {spoken(
                    "Скопируйте и сохраните: больше это не показывается.",
                    "Copy and keep it: it is not shown again.",
                )}
            </p>
            <code>{text.clone()}</code>
            <CopyButton text class="button" />
        </div>
    }
}

/// A button that copies a text; none, where the browser does not allow it.
#[component]
pub fn CopyButton(
    /// What is copied.
    text: String,
    /// How it looks.
    class: &'static str,
) -> impl IntoView {
    let copied = RwSignal::new(false);
    let clipboard = window().navigator().clipboard();
    // Only what came by HTTPS may copy.
    let may = !clipboard.is_undefined();
    let copy = move |_| {
        let written = clipboard.write_text(&text);
        spawn_local(async move {
            let written = wasm_bindgen_futures::JsFuture::from(written).await;
            _ = copied.try_set(written.is_ok());
        });
    };
    may.then(|| {
        view! {
            <button type="button" class=class on:click=copy>
                {Icon::Copy.draw()}
                <span aria-live="polite">
                    {move || match copied.get() {
                        true => say("Скопировано", "Copied"),
                        false => say("Копировать", "Copy"),
                    }}
                </span>
            </button>
        }
    })
}
