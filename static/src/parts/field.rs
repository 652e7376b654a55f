//! Fields of forms, each with its label, its hint and what is wrong with it.

use leptos::prelude::*;

use crate::api::Failure;
use crate::live::Memo;

/// A line of text.
#[component]
pub fn Field(
    /// The name, as the API names it: errors find their field by it.
    name: &'static str,
    /// The label.
    #[prop(into)]
    label: Signal<&'static str>,
    /// What is typed.
    value: RwSignal<String>,
    /// The input's type.
    #[prop(default = "text")]
    kind: &'static str,
    /// What browsers may fill in.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// Whether it must be filled.
    #[prop(optional)]
    required: bool,
    /// What is expected, in words.
    #[prop(into, optional)]
    hint: Option<Signal<&'static str>>,
    /// What the service has refused.
    #[prop(optional)]
    failure: Option<RwSignal<Option<Failure>>>,
) -> impl IntoView {
    let wrong = move || {
        let failure = failure?.get()?;
        (failure.field() == Some(name)).then(|| failure.reason())
    };
    let wrong = Memo::new(move |_| wrong());
    let (hint_id, wrong_id) = (format!("{name}-hint"), format!("{name}-wrong"));
    let described = {
        let (hint_id, wrong_id) = (hint_id.clone(), wrong_id.clone());
        move || match (wrong.get().is_some(), hint.is_some()) {
            (true, _) => Some(wrong_id.clone()),
            (false, true) => Some(hint_id.clone()),
            (false, false) => None,
        }
    };
    view! {
        <div class="field">
            <label for=name>{label}</label>
            <input
                id=name
                name=name
                type=kind
                autocomplete=autocomplete
                required=required
                prop:value=value
                aria-invalid=move || wrong.get().is_some().then_some("true")
                aria-describedby=described
                on:input:target=move |event| value.set(event.target().value())
            />
            {move || match (wrong.get(), hint) {
                (Some(wrong), _) => {
                    Some(view! { <p class="wrong" id=wrong_id.clone() role="alert">{wrong}</p> }.into_any())
                }
                (None, Some(hint)) => {
                    Some(view! { <p class="hint" id=hint_id.clone()>{hint}</p> }.into_any())
                }
                (None, None) => None,
            }}
        </div>
    }
}

/// What the service has refused, where no field is at fault.
#[component]
pub fn Refusal(
    /// What came of it.
    failure: RwSignal<Option<Failure>>,
    /// The fields that show theirs themselves.
    #[prop(optional)]
    fields: &'static [&'static str],
) -> impl IntoView {
    move || {
        let failure = failure.get()?;
        let shown = failure.field().is_some_and(|field| fields.contains(&field));
        (!shown).then(|| view! { <p class="refusal" role="alert">{failure.text()}</p> })
    }
}
