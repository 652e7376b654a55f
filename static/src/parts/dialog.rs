//! A dialog: it takes the keyboard while it is open, Escape closes it, and the
//! button that has opened it has the focus again.

use leptos::html;
use leptos::prelude::*;

use crate::language::spoken;
use crate::live::whenever;
use crate::parts::icon::Icon;
use crate::parts::show::Show;

/// A dialog. What stands in it is made anew each time it opens.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What it is about.
    #[prop(into)]
    title: Signal<String>,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<html::Dialog>::new();
    whenever(move || {
        let wanted = open.get();
        let Some(dialog) = element.get() else {
            return;
        };
        match (wanted, dialog.open()) {
            (true, false) => _ = dialog.show_modal(),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let children = StoredValue::new(children);
    view! {
        <dialog
            node_ref=element
            class="dialog"
            aria-label=title
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <div class="head">
                    <h2>{title}</h2>
                    <button
                        type="button"
                        class="quiet"
                        aria-label=spoken("Закрыть", "Close")
                        on:click=move |_| open.set(false)
                    >
                        {Icon::Close.draw()}
                    </button>
                </div>
                {children.get_value()()}
            </Show>
        </dialog>
    }
}
