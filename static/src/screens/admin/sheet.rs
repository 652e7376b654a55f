//! A form that is sent: what was refused, what was saved, and what would be lost.

use std::pin::Pin;

use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::prelude::Closure;
use web_sys::{Event, EventTarget, MouseEvent, SubmitEvent};

use super::form::Form;
use crate::api::{Failure, Result};
use crate::language::{language_now, say};
use crate::route;
use crate::session;

/// Whether something was typed on this screen that is not saved.
#[derive(Clone, Copy)]
pub struct Pending(pub RwSignal<bool>);

/// How a form is sent.
#[derive(Clone, Copy)]
pub struct Save(StoredValue<Box<dyn Fn() -> Saving>, LocalStorage>);

type Saving = Pin<Box<dyn Future<Output = Result<()>>>>;

impl Save {
    /// Sends it thus.
    pub fn by<F: Future<Output = Result<()>> + 'static>(save: impl Fn() -> F + 'static) -> Self {
        Self(StoredValue::new_local(Box::new(move || Box::pin(save()))))
    }
}

/// A form that is sent as a whole.
#[component]
pub fn Sheet(
    /// What is typed.
    form: Form,
    /// Sends it.
    save: Save,
    /// What its button says.
    #[prop(into)]
    button: Signal<&'static str>,
    children: Children,
) -> impl IntoView {
    on_cleanup(move || form.keep(false));
    let owner = Owner::current();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.busy.get_untracked() {
            return;
        }
        form.busy.set(true);
        let saving = save.0.with_value(|save| save());
        // What happens next may be that this screen is left.
        form.keep(false);
        let owner = owner.clone();
        spawn_local(async move {
            let answer = saving.await;
            let note = || note(form, answer);
            match owner {
                Some(owner) => owner.with(note),
                None => note(),
            }
        });
    };
    let refused = move || {
        let failure = form.failure.get()?;
        (!form.says(&failure))
            .then(|| view! { <p class="refusal" role="alert">{failure.text()}</p> })
    };
    view! {
        <form on:submit=submit on:input=move |_| form.touch() on:change=move |_| form.touch()>
            {children()}
            {refused}
            <div class="actions">
                <button type="submit" class="button main" disabled=form.busy>{button}</button>
                <span role="status" class="kept">
                    {move || match (form.busy.get(), form.saved.get(), form.changed.get()) {
                        (true, ..) => say("Сохранение…", "Saving…"),
                        (_, true, _) => say("Сохранено", "Saved"),
                        (.., true) => say("Есть несохранённые изменения", "There are unsaved changes"),
                        _ => "",
                    }}
                </span>
            </div>
        </form>
    }
}

/// Notes what came of sending a form.
fn note(form: Form, answer: Result<()>) {
    if answer == Err(Failure::SignedOut) {
        session::lost();
    }
    // The screen may have been left meanwhile: then the signal is given back.
    if form.busy.try_set(false).is_some() {
        return;
    }
    match answer {
        Ok(()) => {
            _ = form.failure.try_set(None);
            _ = form.changed.try_set(false);
            _ = form.saved.try_set(true);
        }
        Err(failure) => {
            let failure = form.at_field(failure);
            let field = failure.field().map(str::to_owned);
            _ = form.failure.try_set(Some(failure));
            form.keep(true);
            let input = field.and_then(|field| focusable(&field));
            if let Some(Ok(input)) = input.map(|input| input.dyn_into::<web_sys::HtmlElement>()) {
                _ = input.focus();
            }
        }
    }
}

/// The input of a field, on this screen.
fn focusable(field: &str) -> Option<web_sys::Element> {
    let selector = format!("#content [name=\"{field}\"]");
    document().query_selector(&selector).ok().flatten()
}

/// Whether what was typed may be lost: asks, where there is anything.
pub fn may_leave(pending: RwSignal<bool>) -> bool {
    let question = language_now().say(
        "Изменения не сохранены. Уйти со страницы?",
        "There are unsaved changes. Leave the page?",
    );
    let may = !pending.get_untracked() || window().confirm_with_message(question) == Ok(true);
    if may {
        pending.set(false);
    }
    may
}

/// Asks before what was typed is lost: by a link of the portal, by the browser's
/// Back, or by leaving the portal.
pub fn guard(pending: RwSignal<bool>) {
    let leaving = window_event_listener(leptos::ev::beforeunload, move |event| {
        if pending.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || leaving.remove());
    // Before the router hears of the click.
    hear(document().into(), "click", move |event| {
        // Such a click opens another page, and leaves this one where it is.
        let opens = |click: &MouseEvent| {
            let keys = [
                click.ctrl_key(),
                click.meta_key(),
                click.shift_key(),
                click.alt_key(),
            ];
            click.button() != 0 || keys.contains(&true)
        };
        if event.dyn_ref().is_some_and(opens) {
            return;
        }
        let target = event.target();
        let target = target.and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = target.and_then(|target| {
            target
                .closest("a[href]:not([download], [target], [href^='#'])")
                .ok()
                .flatten()
        });
        if link.is_some() && !may_leave(pending) {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    // Of Back the router hears when it is done; only here it can be kept from it.
    let navigation = Reflect::get(&window(), &"navigation".into()).ok();
    let navigation = navigation.and_then(|navigation| navigation.dyn_into::<EventTarget>().ok());
    let Some(navigation) = navigation else {
        // Where the browser has no such thing, the step is taken back.
        hear(window().into(), "popstate", move |event| {
            if !may_leave(pending) {
                event.stop_immediate_propagation();
                route::stay();
            }
        });
        return;
    };
    hear(navigation, "navigate", move |event| {
        let kind = Reflect::get(&event, &"navigationType".into()).unwrap_or_default();
        // What leaves the portal cannot be kept from it, and is asked about above.
        if kind == "traverse" && event.cancelable() && !may_leave(pending) {
            event.prevent_default();
        }
    });
}

/// Hears of an event first, while this screen is shown.
fn hear(target: EventTarget, name: &'static str, hear: impl Fn(Event) + 'static) {
    let heard = Closure::<dyn Fn(Event)>::new(hear);
    let function = heard.as_ref().unchecked_ref();
    _ = target.add_event_listener_with_callback_and_bool(name, function, true);
    let kept = StoredValue::new_local((target, heard));
    on_cleanup(move || {
        kept.try_with_value(|(target, heard)| {
            let function = heard.as_ref().unchecked_ref();
            _ = target.remove_event_listener_with_callback_and_bool(name, function, true);
        });
    });
}
