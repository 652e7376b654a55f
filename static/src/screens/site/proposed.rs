//! What is proposed to be restored, above all charts.

use leptos::prelude::*;

use super::Scene;
use crate::language::spoken;
use crate::live::Memo;
use crate::parts::restorations::{Restorations, restorations};
use crate::parts::show::Show;

/// What awaits the client's agreement; nothing, where nothing does.
#[component]
pub fn Proposed(scene: Scene) -> impl IntoView {
    let proposed = restorations(format!("site={}&state=proposed", scene.site));
    let any = move || {
        proposed
            .get()
            .is_some_and(|found| found.with(|found| !found.is_empty()))
    };
    let any = Memo::new(move |_| any());
    view! {
        <Show when=move || any.get()>
            <section class="card">
                <h2>{spoken("Предложено восстановить данные", "Counts to be restored")}</h2>
                <p class="lead">
                    {spoken(
                        "Данных за это время нет. Расчётные посетители войдут в отчёты, когда клиент согласится, и всегда видны отдельно от посчитанных.",
                        "There are no counts of these hours. Estimated visitors enter the reports once the client agrees, and are always told apart from counted ones.",
                    )}
                </p>
                <Restorations live=proposed said=scene.restored />
            </section>
        </Show>
    }
}
