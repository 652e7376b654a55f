//! Incidents: all that the reader may see, searched and filtered.

mod kept;
mod rows;
mod tools;
mod wanted;

use leptos::prelude::*;

use crate::api;
use crate::language::{language, spoken};
use crate::live::{self, Memo};
use crate::parts::notice::Loaded;
use crate::route;
use kept::Filters;
use rows::Table;
use tools::Tools;
use wanted::Wanted;

pub use rows::health;

/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// The list of incidents.
#[component]
pub fn Incidents() -> impl IntoView {
    let wanted = Memo::new(|_| Wanted::of(route::query));
    let pages = RwSignal::new(1_u32);
    let found = live::every(EVERY, move || {
        language();
        let request = wanted.with(|wanted| wanted.request(pages.get()));
        async move { api::incidents::list(&request).await }
    });
    let want = Callback::new(move |wanted: Wanted| {
        pages.set(1);
        route::replace(&wanted.address());
    });
    view! {
        <div class="screen incidents">
            <header class="head">
                <h1>{spoken("Инциденты", "Incidents")}</h1>
                <Filters wanted />
            </header>
            <Tools wanted want />
            <Loaded live=found show=move |rows| view! { <Table rows wanted pages /> } />
        </div>
    }
}
