//! A one-time link: somebody who was invited, or has forgotten the password, sets
//! one and is signed in. The token stands behind `#`, which no server sees.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use crate::api::session::Link;
use crate::api::{self, Failure};
use crate::language::{self, Language, language, say, spoken};
use crate::live;
use crate::parts::field::{Field, Refusal};
use crate::parts::notice::Waiting;
use crate::parts::show::Show;
use crate::route;
use crate::session;

/// The screen of a one-time link.
#[component]
pub fn Join() -> impl IntoView {
    let hash = window().location().hash().unwrap_or_default();
    // Another link in the same tab is another address only behind its `#`.
    let another = window_event_listener(leptos::ev::hashchange, |_| {
        _ = window().location().reload();
    });
    on_cleanup(move || another.remove());
    let token = StoredValue::new(hash.trim_start_matches('#').to_owned());
    let link = live::once(move || async move { api::session::link(&token.get_value()).await });
    view! {
        <Gate>
            {move || match (link.get(), link.failure()) {
                (Some(link), _) => view! { <Set token link=link.get_untracked() /> }.into_any(),
                (None, None) => view! { <Waiting /> }.into_any(),
                (None, Some(Failure::Missing)) => view! { <Spent /> }.into_any(),
                (None, Some(failure)) => view! { <p class="refusal" role="alert">{failure.text()}</p> }.into_any(),
            }}
        </Gate>
    }
}

/// The link is not good any more.
#[component]
fn Spent() -> impl IntoView {
    view! {
        <h1>{spoken("Ссылка больше не действует", "The link is spent")}</h1>
        <p>
            {spoken(
                "Она уже использована или её срок истёк. Запросите новую на странице входа.",
                "It was used already, or its time is over. Ask for a new one from the sign-in.",
            )}
        </p>
        <a class="button" href="/">{spoken("Ко входу", "To the sign-in")}</a>
    }
}

#[component]
fn Set(token: StoredValue<String>, link: Link) -> impl IntoView {
    let invited = link.purpose == "invitation";
    let (name, password) = (RwSignal::new(link.name), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        busy.set(true);
        spawn_local(async move {
            let (password, name) = (password.get_untracked(), name.get_untracked());
            match api::session::use_link(&token.get_value(), &password, &name).await {
                Ok(session) => {
                    session::begin(session);
                    route::go("/");
                }
                Err(refused) => {
                    failure.set(Some(refused));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <form on:submit=submit>
            <h1>
                {move || match invited {
                    true => say("Добро пожаловать", "Welcome"),
                    false => say("Новый пароль", "A new password"),
                }}
            </h1>
            <p class="lead">{link.email.clone()}</p>
            // For password managers, which file the password under the address.
            <input type="hidden" name="email" autocomplete="username" value=link.email />
            <Show when=move || invited>
                <Field
                    name="name"
                    autocomplete="name"
                    required=true
                    label=spoken("Как вас зовут", "Your name")
                    value=name
                    failure
                />
            </Show>
            <Field
                name="password"
                kind="password"
                autocomplete="new-password"
                required=true
                label=spoken("Придумайте пароль", "Choose a password")
                hint=spoken("Не короче 10 символов", "At least 10 characters")
                value=password
                failure
            />
            <Refusal failure fields=&["name", "password"] />
            <button type="submit" class="button main" disabled=busy>
                {spoken("Сохранить и войти", "Save and sign in")}
            </button>
        </form>
    }
}

/// What stands around the forms of those who are not signed in.
#[component]
fn Gate(children: Children) -> impl IntoView {
    let other = || language().say(Language::English, Language::Russian);
    view! {
        <main class="gate">
            <div class="card">
                <p class="brand">
                    <span class="mark" aria-hidden="true"></span>
                    <span>{spoken("СПП: подсчёт посетителей", "SPP: visitor counting")}</span>
                </p>
                {children()}
            </div>
            <button
                type="button"
                class="quiet"
                lang=move || other().code()
                on:click=move |_| language::speak(other())
            >
                {spoken("English", "Русский")}
            </button>
        </main>
    }
}
