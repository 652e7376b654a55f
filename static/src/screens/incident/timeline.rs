//! All that was said of an incident, in its order.

use leptos::prelude::*;

use super::words::{self, Reading};
use crate::api::incidents::{Incident, Said};
use crate::language::{say, since};
use crate::live::{Memo, Model};

/// The timeline, the newest first.
#[component]
pub fn Timeline(
    /// The incident.
    incident: Model<Incident>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        incident.with(|incident| {
            let classes = (incident.causes.clone(), incident.remedies.clone());
            (incident.timeline.clone(), classes)
        })
    });
    view! {
        <ol class="timeline" reversed=true>
            {move || all.with(|(timeline, (causes, remedies))| {
                let entry = |said: &Said| {
                    let reading = Reading { causes, remedies, at: &said.at };
                    entry(said, reading.told(&said.event))
                };
                timeline.iter().rev().map(entry).collect_view()
            })}
        </ol>
    }
}

fn entry(said: &Said, told: String) -> impl IntoView + use<> {
    let by = words::author(&said.author);
    let is_comment = said
        .event
        .get("event")
        .is_some_and(|event| event == "comment");
    let class = match said.author.author.as_str() {
        "client" => "client",
        "engineer" => "engineer",
        _ => "service",
    };
    view! {
        <li class=class>
            <p class="what">
                <b>{told}</b>
                <small>
                    <time datetime=said.at.clone()>{since(&said.at)}</time>
                    " · "
                    {by}
                </small>
            </p>
            {said.text.clone().map(|text| view! {
                <blockquote aria-label=is_comment.then(|| say("Текст комментария", "The comment"))>{text}</blockquote>
            })}
        </li>
    }
}
