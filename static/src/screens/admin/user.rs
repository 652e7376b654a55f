//! What is done with a user: invited again, let in again, or shut out.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::Value;

use super::words::standing;
use crate::api::registry::{self, Row};
use crate::api::{Failure, Method, Result};
use crate::language::{language_now, spoken};
use crate::live::Model;
use crate::parts::field::Refusal;
use crate::parts::show::Show;
use crate::parts::sure::Sure;

/// What stands on a user's page besides the form.
pub fn more(user: Row) -> AnyView {
    let id = user.id();
    let user = Model::new(user);
    let done = Model::new("");
    let failure = RwSignal::new(None::<Failure>);
    let note = move |answer: Result<Row>, word: &'static str| match answer {
        Ok(row) => {
            failure.set(None);
            done.set(word);
            user.set(row);
        }
        Err(refused) => failure.set(Some(refused)),
    };
    let act = move |method: Method, path: String, word: &'static str| {
        spawn_local(async move {
            let acted = registry::act(method, &path).await;
            let answer = match acted {
                Ok(()) => registry::one(&format!("/api/v1/users/{id}")).await,
                Err(refused) => Err(refused),
            };
            note(answer, word);
        });
    };
    let invite = move |_| {
        let word = language_now().say("Приглашение отправлено.", "The invitation is on its way.");
        act(Method::Post, format!("/api/v1/users/{id}/invitation"), word);
    };
    let disable = move |()| {
        let word = language_now().say("Вход закрыт.", "The user is shut out.");
        act(Method::Delete, format!("/api/v1/users/{id}"), word);
    };
    let enable = move |_| {
        let word = language_now().say("Вход снова открыт.", "The user may sign in again.");
        spawn_local(async move { note(let_in(id).await, word) });
    };
    let is = move |state: &'static str| user.with(|user| user.text("state") == state);
    view! {
        <section class="card">
            <h2>{spoken("Доступ", "Access")}</h2>
            <p>{move || user.with(|user| user.text("email"))} " · " {move || user.with(standing)}</p>
            <div class="actions">
                <Show when=move || is("invited")>
                    <button type="button" class="button" on:click=invite>
                        {spoken("Отправить приглашение снова", "Send the invitation again")}
                    </button>
                </Show>
                <Show when=move || is("disabled")>
                    <button type="button" class="button" on:click=enable>
                        {spoken("Открыть вход", "Let in again")}
                    </button>
                </Show>
                <Show when=move || !is("disabled")>
                    <Sure
                        name=spoken("Закрыть вход", "Shut out")
                        question=spoken("Все сеансы завершатся.", "All sessions will end.")
                        act=disable
                    />
                </Show>
            </div>
            <p class="done" role="status" hidden=move || done.with(|done| done.is_empty())>{move || done.get()}</p>
            <Refusal failure />
        </section>
    }
    .into_any()
}

/// Lets a user in again, with what was saved of the user last.
async fn let_in(id: i64) -> Result<Row> {
    let path = format!("/api/v1/users/{id}");
    let mut body = registry::one(&path).await?.0;
    body.retain(|name, _| matches!(name.as_str(), "name" | "role" | "language"));
    body.insert("enabled".to_owned(), Value::Bool(true));
    registry::save(Method::Put, &path, &body).await
}
