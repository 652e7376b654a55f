//! The reader's own: name, language, theme, password, and where one is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use crate::api::session::Place;
use crate::api::{self, Failure};
use crate::language::{self, Language, language, say, since};
use crate::live::{self, Live};
use crate::parts::field::{Field, Refusal};
use crate::parts::notice::Loaded;
use crate::session;
use crate::theme::{self, Theme};

/// The screen of the reader's own settings.
#[component]
pub fn Account() -> impl IntoView {
    view! {
        <div class="screen account">
            <header class="head">
                <h1>{move || say("Мой профиль", "My account")}</h1>
                <p class="lead">{move || session::user().map(|user| user.email)}</p>
            </header>
            <section class="card"><Profile /></section>
            <section class="card"><Password /></section>
            <section class="card"><Places /></section>
        </div>
    }
}

#[component]
fn Profile() -> impl IntoView {
    let name = RwSignal::new(session::user().map(|user| user.name).unwrap_or_default());
    let failure = RwSignal::new(None::<Failure>);
    let worn = RwSignal::new(theme::remembered());
    let save = move || {
        spawn_local(async move {
            let code = language::language_now().code();
            match api::session::rename(name.get_untracked().trim(), code).await {
                Ok(session) => {
                    failure.set(None);
                    session::begin(session);
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save();
    };
    let choose = move |chosen: Language| {
        language::speak(chosen);
        save();
    };
    view! {
        <form on:submit=submit>
            <h2>{move || say("Профиль", "Profile")}</h2>
            <Field name="name" autocomplete="name" required=true label=move || say("Имя", "Name") value=name failure />
            <Refusal failure fields=&["name"] />
            <button type="submit" class="button">{move || say("Сохранить", "Save")}</button>
        </form>
        <fieldset class="choice">
            <legend>{move || say("Язык", "Language")}</legend>
            {[(Language::Russian, "Русский"), (Language::English, "English")]
                .map(|(one, word)| {
                    view! {
                        <button
                            type="button"
                            lang=one.code()
                            aria-pressed=move || (language() == one).to_string()
                            on:click=move |_| choose(one)
                        >
                            {word}
                        </button>
                    }
                })}
        </fieldset>
        <fieldset class="choice">
            <legend>{move || say("Оформление", "Theme")}</legend>
            {Theme::ALL
                .map(|one| {
                    view! {
                        <button
                            type="button"
                            aria-pressed=move || (worn.get() == one).to_string()
                            on:click=move |_| {
                                theme::wear(one);
                                worn.set(one);
                            }
                        >
                            {move || match one {
                                Theme::System => say("Как в системе", "As the system"),
                                Theme::Light => say("Светлое", "Light"),
                                Theme::Dark => say("Тёмное", "Dark"),
                            }}
                        </button>
                    }
                })}
        </fieldset>
    }
}

#[component]
fn Password() -> impl IntoView {
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let failure = RwSignal::new(None::<Failure>);
    let done = RwSignal::new(false);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            let (old, chosen) = (current.get_untracked(), new.get_untracked());
            match api::session::change_password(&old, &chosen).await {
                Ok(()) => {
                    failure.set(None);
                    done.set(true);
                    current.set(String::new());
                    new.set(String::new());
                }
                Err(refused) => {
                    done.set(false);
                    failure.set(Some(refused));
                }
            }
        });
    };
    view! {
        <form on:submit=submit>
            <h2>{move || say("Пароль", "Password")}</h2>
            <Field
                name="current"
                kind="password"
                autocomplete="current-password"
                required=true
                label=move || say("Нынешний пароль", "The present password")
                value=current
                failure
            />
            <Field
                name="new"
                kind="password"
                autocomplete="new-password"
                required=true
                label=move || say("Новый пароль", "The new password")
                hint=move || say("Не короче 10 символов", "At least 10 characters")
                value=new
                failure
            />
            <Refusal failure fields=&["current", "new"] />
            <Show when=move || done.get()>
                <p role="status" class="done">
                    {move || say(
                        "Пароль изменён, остальные сеансы завершены.",
                        "The password was changed; you are signed out everywhere else.",
                    )}
                </p>
            </Show>
            <button type="submit" class="button">{move || say("Изменить пароль", "Change the password")}</button>
        </form>
    }
}

#[component]
fn Places() -> impl IntoView {
    let places = live::once(api::session::places);
    let sign_out = move |_| {
        spawn_local(async move {
            // Whether the service has heard it or not: nobody is signed in here.
            _ = api::session::sign_out().await;
            session::lost();
        });
    };
    let leave_others = move |_| {
        spawn_local(async move {
            _ = api::session::leave_others().await;
            places.refresh();
        });
    };
    view! {
        <h2>{move || say("Сеансы", "Where you are signed in")}</h2>
        <Loaded
            live=places
            show=move |found| view! { <ul class="places">{move || found.get().into_iter().map(|place| row(place, places)).collect_view()}</ul> }
        />
        <div class="actions">
            <button type="button" class="button" on:click=leave_others>
                {move || say("Завершить остальные", "Sign out everywhere else")}
            </button>
            <button type="button" class="button" on:click=sign_out>{move || say("Выйти", "Sign out")}</button>
        </div>
    }
}

fn row(place: Place, places: Live<Vec<Place>>) -> impl IntoView {
    let leave = move |_| {
        spawn_local(async move {
            _ = api::session::leave(place.id).await;
            places.refresh();
        });
    };
    view! {
        <li>
            <span>{place.agent.unwrap_or_else(|| say("Неизвестный браузер", "Unknown browser").to_owned())}</span>
            <small>{place.address} " · " {since(&place.seen_at)}</small>
            {match place.current {
                true => view! { <b>{say("этот сеанс", "this one")}</b> }.into_any(),
                false => view! {
                    <button type="button" class="quiet" on:click=leave>{say("Завершить", "Sign out")}</button>
                }
                .into_any(),
            }}
        </li>
    }
}
