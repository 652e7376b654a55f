//! The reader's own: name, language, theme, password, and where one is signed in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use crate::api::session::Place;
use crate::api::{self, Failure};
use crate::language::{self, Language, language, say, since, spoken};
use crate::live::{self, Model};
use crate::parts::field::{Field, Refusal};
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::session;
use crate::theme::{self, Theme};

/// The screen of the reader's own settings.
#[component]
pub fn Account() -> impl IntoView {
    view! {
        <div class="screen account">
            <header class="head">
                <h1>{spoken("Мой профиль", "My account")}</h1>
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
    let saved = || {
        untrack(session::user)
            .map(|user| user.name)
            .unwrap_or_default()
    };
    let name = RwSignal::new(saved());
    let failure = RwSignal::new(None::<Failure>);
    let worn = Model::new(theme::remembered());
    // The names to be saved, each with the language that is then spoken; none for the
    // name that is saved already. One goes after another, so that the last one stays.
    let waiting = StoredValue::new(Vec::<Option<String>>::new());
    let busy = StoredValue::new(false);
    let save = move |name: Option<String>| {
        waiting.update_value(|waiting| waiting.push(name));
        if busy.get_value() {
            return;
        }
        busy.set_value(true);
        spawn_local(async move {
            let next = |waiting: &mut Vec<_>| (!waiting.is_empty()).then(|| waiting.remove(0));
            while let Some(name) = waiting.try_update_value(next).flatten() {
                let code = language::language_now().code();
                let answer = api::session::rename(&name.unwrap_or_else(saved), code).await;
                let refused = answer.map(session::keep).err();
                _ = failure.try_set(refused);
            }
            _ = busy.try_set_value(false);
        });
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        save(Some(name.get_untracked().trim().to_owned()));
    };
    let choose = move |chosen: Language| {
        language::speak(chosen);
        save(None);
    };
    view! {
        <form on:submit=submit>
            <h2>{spoken("Профиль", "Profile")}</h2>
            <Field name="name" autocomplete="name" required=true label=spoken("Имя", "Name") value=name failure />
            <Refusal failure fields=&["name"] />
            <button type="submit" class="button">{spoken("Сохранить", "Save")}</button>
        </form>
        <fieldset class="choice">
            <legend>{spoken("Язык", "Language")}</legend>
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
            <legend>{spoken("Оформление", "Theme")}</legend>
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
            <h2>{spoken("Пароль", "Password")}</h2>
            <Field
                name="current"
                kind="password"
                autocomplete="current-password"
                required=true
                label=spoken("Нынешний пароль", "The present password")
                value=current
                failure
            />
            <Field
                name="new"
                kind="password"
                autocomplete="new-password"
                required=true
                label=spoken("Новый пароль", "The new password")
                hint=spoken("Не короче 10 символов", "At least 10 characters")
                value=new
                failure
            />
            <Refusal failure fields=&["current", "new"] />
            <Show when=move || done.get()>
                <p role="status" class="done">
                    {spoken(
                        "Пароль изменён, остальные сеансы завершены.",
                        "The password was changed; you are signed out everywhere else.",
                    )}
                </p>
            </Show>
            <button type="submit" class="button">{spoken("Изменить пароль", "Change the password")}</button>
        </form>
    }
}

#[component]
fn Places() -> impl IntoView {
    let places = live::once(api::session::places);
    let failure = RwSignal::new(None::<Failure>);
    let sign_out = move |_| {
        spawn_local(async move {
            match api::session::sign_out().await {
                Ok(()) | Err(Failure::SignedOut) => session::left(),
                Err(refused) => _ = failure.try_set(Some(refused)),
            }
        });
    };
    // It may be called when the screen was left.
    let note = move |done: api::Result<()>| match done {
        Err(Failure::SignedOut) => session::lost(),
        // What is over already need not be ended.
        done => {
            let refused = done.err().filter(|refused| *refused != Failure::Missing);
            _ = failure.try_set(refused);
            places.refresh();
        }
    };
    let leave_others = move |_| {
        spawn_local(async move { note(api::session::leave_others().await) });
    };
    view! {
        <h2>{spoken("Сеансы", "Where you are signed in")}</h2>
        <Loaded
            live=places
            show=move |found| view! { <ul class="places">{move || found.get().into_iter().map(|place| row(place, note)).collect_view()}</ul> }
        />
        <Refusal failure />
        <div class="actions">
            <button type="button" class="button" on:click=leave_others>
                {spoken("Завершить остальные", "Sign out everywhere else")}
            </button>
            <button type="button" class="button" on:click=sign_out>{spoken("Выйти", "Sign out")}</button>
        </div>
    }
}

fn row(place: Place, note: impl Fn(api::Result<()>) + Copy + 'static) -> impl IntoView {
    let leave = move |_| {
        spawn_local(async move { note(api::session::leave(place.id).await) });
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
