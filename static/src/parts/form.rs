//! More kinds of fields, beside the line of text.

use leptos::prelude::*;

use crate::api::Failure;
use crate::live::Memo;

/// What can be chosen: its value, and how it is called.
pub type Choice = (String, String);

/// One of several.
#[component]
pub fn Select(
    /// The name, as the API names it: errors find their field by it.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What is chosen.
    value: RwSignal<String>,
    /// What can be chosen.
    #[prop(into)]
    options: Memo<Vec<Choice>>,
    /// What stands for no choice, where that is possible.
    #[prop(into, optional)]
    none: Option<Signal<&'static str>>,
    /// Whether something must be chosen.
    #[prop(optional)]
    required: bool,
    /// What is expected, in words; empty for nothing.
    #[prop(into, optional)]
    hint: Signal<&'static str>,
    /// What the service has refused.
    #[prop(optional)]
    failure: Option<RwSignal<Option<Failure>>>,
) -> impl IntoView {
    let wrong = wrong(name, failure);
    let option = move |(id, word): Choice| {
        let own = id.clone();
        view! { <option value=id prop:selected=move || value.with(|value| *value == own)>{word}</option> }
    };
    let input = view! {
        <select
            id=name
            name=name
            required=required
            aria-invalid=move || wrong.get().is_some().then_some("true")
            aria-describedby=format!("{name}-more")
            on:change:target=move |event| value.set(event.target().value())
        >
            {none
                .map(|none| {
                    view! { <option value="" prop:selected=move || value.with(String::is_empty)>{none}</option> }
                })}
            {move || options.get().into_iter().map(option).collect_view()}
        </select>
    };
    labelled(name, label, hint, wrong, input.into_any())
}

/// Several lines of text.
#[component]
pub fn TextArea(
    /// The name, as the API names it.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What is typed.
    value: RwSignal<String>,
    /// How many lines are seen.
    #[prop(default = 4)]
    rows: u32,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What is expected, in words; empty for nothing.
    #[prop(into, optional)]
    hint: Signal<&'static str>,
    /// What the service has refused.
    #[prop(optional)]
    failure: Option<RwSignal<Option<Failure>>>,
) -> impl IntoView {
    let wrong = wrong(name, failure);
    let input = view! {
        <textarea
            id=name
            name=name
            rows=rows
            required=required
            prop:value=value
            aria-invalid=move || wrong.get().is_some().then_some("true")
            aria-describedby=format!("{name}-more")
            on:input:target=move |event| value.set(event.target().value())
        ></textarea>
    };
    labelled(name, label, hint, wrong, input.into_any())
}

/// Yes or no.
#[component]
pub fn Checkbox(
    /// The label.
    #[prop(into)]
    label: Signal<&'static str>,
    /// Whether it is so.
    #[prop(into)]
    checked: Signal<bool>,
    /// Takes the choice.
    #[prop(into)]
    choose: Callback<bool>,
) -> impl IntoView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=checked on:change:target=move |event| choose.run(event.target().checked()) />
            <span>{label}</span>
        </label>
    }
}

/// What the service has refused of a field.
fn wrong(name: &'static str, failure: Option<RwSignal<Option<Failure>>>) -> Memo<Option<String>> {
    Memo::new(move |_| {
        let failure = failure?.get()?;
        (failure.field() == Some(name)).then(|| failure.reason())
    })
}

/// A field with its label, and what is expected of it or wrong with it.
fn labelled(
    name: &'static str,
    label: Signal<&'static str>,
    hint: Signal<&'static str>,
    wrong: Memo<Option<String>>,
    input: AnyView,
) -> impl IntoView {
    view! {
        <div class="field">
            <label for=name>{label}</label>
            {input}
            <div id=format!("{name}-more")>
                {move || match wrong.get() {
                    Some(wrong) => view! { <p class="wrong" role="alert">{wrong}</p> }.into_any(),
                    None => view! { <p class="hint">{hint}</p> }.into_any(),
                }}
            </div>
        </div>
    }
}
