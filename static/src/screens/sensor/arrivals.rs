//! What has arrived of a sensor, and what has not.

use leptos::prelude::*;

use crate::api;
use crate::api::sensors::{Gap, Push};
use crate::api::today::Health;
use crate::language::{counted, language, moment, say, since, span, spoken, whole};
use crate::live::{self, Model};
use crate::parts::notice::Loaded;
use crate::parts::show::Show;
use crate::parts::state::State;

/// How often pushes are read anew, in seconds.
const EVERY: u64 = 20;
/// How often gaps and the journal are, in seconds.
const SLOWLY: u64 = 60;
/// The most gaps that are shown at once.
const SHOWN: usize = 12;

/// What is missing in opening hours, the newest first.
#[component]
pub fn Gaps(id: i64) -> impl IntoView {
    let gaps = live::every(SLOWLY, move || api::sensors::gaps(id));
    let show = |gaps: Model<Vec<Gap>>| {
        move || match gaps.get() {
            none if none.is_empty() => view! {
                <p class="none">{say("За 30 дней пропусков нет.", "None in 30 days.")}</p>
            }
            .into_any(),
            gaps => {
                let rest = gaps.len().saturating_sub(SHOWN);
                view! {
                    <ul class="spans">{gaps.into_iter().take(SHOWN).map(gap).collect_view()}</ul>
                    {(0 < rest).then(|| view! {
                        <p class="none">{say("и ещё ", "and ")} {counted(rest as i64, ["пропуск", "пропуска", "пропусков"], ["more", "more"])}</p>
                    })}
                }
                .into_any()
            }
        }
    };
    view! { <Loaded live=gaps show /> }
}

fn gap(gap: Gap) -> impl IntoView {
    let seconds = moment(&gap.from)
        .zip(moment(&gap.to))
        .map_or(0, |(from, to)| (to - from).num_seconds());
    let (health, word) = match gap.filled_late {
        true => (Health::Good, say("заполнен позже", "filled later")),
        false => (Health::Watch, say("данных нет", "missing")),
    };
    view! {
        <li>
            <span>{since(&gap.from)} ", " {span(seconds)}</span>
            <State health=move || health word=Signal::derive(move || word.to_owned()) />
        </li>
    }
}

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
