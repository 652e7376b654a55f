//! The pages of a list.

use leptos::prelude::*;

use crate::language::{counted, spoken};
use crate::live::{Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::show::Show;

/// Which page is seen, of how many.
#[component]
pub fn Pages(
    page: Model<usize>,
    #[prop(into)] pages: Memo<usize>,
    #[prop(into)] all: Memo<usize>,
) -> impl IntoView {
    let rows = ["запись", "записи", "записей"];
    view! {
        <nav class="pages" aria-label=spoken("Страницы", "Pages")>
            <span>{move || counted(all.get() as i64, rows, ["row", "rows"])}</span>
            <Show when=move || 1 < pages.get()>
                <button type="button" class="quiet" disabled=move || page.get() == 0 on:click=move |_| page.update(|page| *page -= 1)>
                    {Icon::Back.draw()} <span>{spoken("Назад", "Back")}</span>
                </button>
                <span aria-live="polite">{move || page.get() + 1} " / " {move || pages.get()}</span>
                <button
                    type="button"
                    class="quiet"
                    disabled=move || pages.get() <= page.get() + 1
                    on:click=move |_| page.update(|page| *page += 1)
                >
                    <span>{spoken("Вперёд", "Next")}</span> {Icon::Next.draw()}
                </button>
            </Show>
        </nav>
    }
}
