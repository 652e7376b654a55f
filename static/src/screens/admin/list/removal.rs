//! Removing a thing from its list.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::registry::{self, Row};
use crate::api::{Failure, Method};
use crate::language::spoken;
use crate::live::Live;
use crate::parts::address::escaped;
use crate::parts::sure::Sure;
use crate::screens::admin::section::Things;

/// The button that removes a thing from its list.
pub fn removal(
    things: &'static Things,
    owner: RwSignal<String>,
    row: &Row,
    found: Live<Vec<Row>>,
    failure: RwSignal<Option<Failure>>,
) -> AnyView {
    let address = things.address(&owner.get_untracked()).unwrap_or_default();
    let id = escaped(&row.text(things.by));
    let act = move |()| {
        let path = format!("{address}/{id}");
        spawn_local(async move {
            match registry::act(Method::Delete, &path).await {
                Ok(()) => failure.set(None),
                Err(refused) => failure.set(Some(refused)),
            }
            found.refresh();
        });
    };
    view! {
        <Sure
            name=spoken("Удалить", "Remove")
            question=spoken("Это нельзя вернуть.", "It cannot be brought back.")
            act
        />
    }
    .into_any()
}
