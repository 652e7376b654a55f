//! Incidents: all that the reader may see, searched and filtered.

mod kept;
mod rows;
mod tools;
mod wanted;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

use crate::api;
use crate::language::{language, spoken};
use crate::live::{self, Memo};
use crate::parts::notice::Loaded;
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
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(|query| Wanted::of(|name| query.get(name))));
    let pages = RwSignal::new(1_u32);
    let found = live::every(EVERY, move || {
        language();
        let request = wanted.with(|wanted| wanted.request(pages.get()));
        async move { api::incidents::list(&request).await }
    });
    let navigate = use_navigate();
    let want = Callback::new(move |wanted: Wanted| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        pages.set(1);
        navigate(&wanted.address(), options);
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
