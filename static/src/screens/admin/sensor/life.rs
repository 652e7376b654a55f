//! What is done with a sensor besides its form: taken out of service and back, and
//! given a new token.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::registry::{self, Row};
use crate::api::{self, Failure, Method};
use crate::fresh;
use crate::language::{say, since, spoken};
use crate::parts::field::Refusal;
use crate::parts::sure::Sure;
use crate::route;

/// For how many seconds an old token stays good beside a new one.
const OVERLAP: i64 = 86_400;

/// What stands on a sensor's page besides the form.
pub fn more(sensor: Row) -> AnyView {
    view! { <Life sensor /> }.into_any()
}

#[component]
fn Life(sensor: Row) -> impl IntoView {
    let id = sensor.id();
    let retired = RwSignal::new(sensor.text("retired_at"));
    let failure = RwSignal::new(None::<Failure>);
    let set = move |method: Method| {
        spawn_local(async move {
            let path = format!("/api/v1/sensors/{id}");
            let done = match registry::act(method, &format!("{path}/retirement")).await {
                Ok(()) => registry::one(&path).await,
                Err(refused) => Err(refused),
            };
            match done {
                Ok(row) => {
                    failure.set(None);
                    retired.set(row.text("retired_at"));
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let rotate = move |()| {
        spawn_local(async move {
            match api::sensors::rotate(id, OVERLAP).await {
                Ok(token) => {
                    fresh::keep(id, token);
                    route::go(&format!("/sensors/{id}/setup"));
                }
                Err(refused) => failure.set(Some(refused)),
            }
        });
    };
    let in_service = move || retired.with(String::is_empty);
    view! {
        <section class="card">
            <h2>{spoken("Работа датчика", "Service")}</h2>
            <p>
                {move || match in_service() {
                    true => say("В работе.", "In service.").to_owned(),
                    false => format!("{} {}", say("Выведен из работы:", "Retired:"), since(&retired.get())),
                }}
            </p>
            <div class="actions">
                <a class="button" href=format!("/sensors/{id}")>{spoken("Состояние датчика", "How it stands")}</a>
                <a class="button" href=format!("/sensors/{id}/setup")>{spoken("Настройка устройства", "Set the device up")}</a>
                <a class="button" href=format!("/admin/limits?scope=sensor&id={id}")>{spoken("Пороги", "Thresholds")}</a>
            </div>
            <div class="actions">
                <Sure
                    name=spoken("Выпустить новый токен", "Make a new token")
                    question=spoken("Прежний токен действует ещё сутки.", "The old token stays good for a day.")
                    act=rotate
                />
                {move || match in_service() {
                    true => view! {
                        <Sure
                            name=spoken("Вывести из работы", "Retire")
                            question=spoken(
                                "Передачи датчика будут отклоняться, данные останутся.",
                                "Its pushes will be refused, its counts stay.",
                            )
                            act=move |()| set(Method::Put)
                        />
                    }
                    .into_any(),
                    false => view! {
                        <button type="button" class="button" on:click=move |_| set(Method::Delete)>
                            {say("Вернуть в работу", "Bring back into service")}
                        </button>
                    }
                    .into_any(),
                }}
            </div>
            <Refusal failure />
        </section>
    }
}
