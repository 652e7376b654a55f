//! What has arrived of a sensor.

use leptos::prelude::*;

use crate::api;
use crate::api::sensors::Push;
use crate::api::today::Health;
use crate::language::{language, say, since, spoken, whole};
use crate::live::{self, Model};
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::parts::state::State;

/// How often pushes are read anew, in seconds.
const EVERY: u64 = 20;
/// How often the journal is, in seconds.
const SLOWLY: u64 = 60;
/// What the device has sent lately, as it was sent.
#[component]
pub fn Pushes(id: i64) -> impl IntoView {
    let pushes = live::every(EVERY, move || api::sensors::pushes(id));
    let show = |pushes: Model<Vec<Push>>| {
        view! {
            <Show
                when=move || !pushes.with(Vec::is_empty)
                fallback=|| view! {
                    <p class="none">{spoken("Устройство ещё ничего не передавало.", "The device has sent nothing yet.")}</p>
                }
            >
                // What somebody reads stays open while others come.
                <For each=move || pushes.get() key=|push| push.at.clone() let:sent>{push(sent)}</For>
            </Show>
        }
    };
    view! { <Loaded live=pushes show /> }
}

fn push(push: Push) -> impl IntoView {
    let taken = push.status < 400;
    let health = if taken { Health::Good } else { Health::Bad };
    let word = move || match taken {
        true => say("принято", "taken"),
        false => say("отклонено", "refused"),
    };
    let at = push.at;
    let body = push.text.or(push.base64).unwrap_or_default();
    view! {
        <details class="push">
            <summary>
                <span>{move || since(&at)}</span>
                <State health=move || health word=Signal::derive(move || format!("{} {}", push.status, word())) />
                <small>{push.content_type} " · " {move || whole(push.bytes)} " " {spoken("Б", "B")}</small>
            </summary>
            {push.said.map(|said| view! { <p class="refusal">{said}</p> })}
            <pre tabindex="0">{body}</pre>
            {push.truncated.then(|| view! { <p class="none">{spoken("Показано начало.", "Only its beginning is kept.")}</p> })}
        </details>
    }
}

/// What was noted while its data was taken.
#[component]
pub fn Notes(id: i64) -> impl IntoView {
    let notes = live::every(SLOWLY, move || {
        language();
        api::sensors::journal(id)
    });
    let show = |notes: Model<Vec<api::sensors::Note>>| {
        move || match notes.get() {
            none if none.is_empty() => {
                view! { <p class="none">{say("Записей нет.", "Nothing was noted.")}</p> }.into_any()
            }
            notes => view! {
                <div class="scroll">
                    <table>
                        <thead>
                            <tr>
                                <th scope="col">{say("Когда", "When")}</th>
                                <th scope="col">{say("Что", "What")}</th>
                                <th scope="col" class="number">{say("Раз", "Times")}</th>
                                <th scope="col">{say("Подробности", "Particulars")}</th>
                            </tr>
                        </thead>
                        <tbody>
                            {notes
                                .into_iter()
                                .map(|note| view! {
                                    <tr>
                                        <td>{since(&note.last)}</td>
                                        <td>{note.name}</td>
                                        <td class="number">{whole(note.times)}</td>
                                        <td>{note.detail}</td>
                                    </tr>
                                })
                                .collect_view()}
                        </tbody>
                    </table>
                </div>
            }
            .into_any(),
        }
    };
    view! { <Loaded live=notes show /> }
}
