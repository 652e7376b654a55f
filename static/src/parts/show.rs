//! What is shown under a condition.

use leptos::prelude::*;

use crate::live::Memo;

/// Shows something while a condition holds. Leptos' own would be in the program once
/// for each condition; these are all of one type.
#[component]
pub fn Show(
    /// The condition.
    #[prop(into)]
    when: Memo<bool>,
    /// What is shown while it does not hold.
    #[prop(into, optional)]
    fallback: ViewFn,
    /// What is shown while it holds.
    children: ChildrenFn,
) -> impl IntoView {
    move || match when.get() {
        true => children(),
        false => fallback.run(),
    }
}
