//! What is missing of a sensor's counts, and what is put in its place.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::api::Failure;
use crate::api::restorations::{Restoration, propose};
use crate::api::sensors::{self, Gap};
use crate::api::today::Health;
use crate::language::{counted, moment, say, since, span, spoken};
use crate::live::{self, Live, Model};
use crate::parts::dialog::Dialog;
use crate::parts::field::Refusal;
use crate::parts::form::TextArea;
use crate::parts::notice::Loaded;
use crate::parts::restorations::{Restorations, restorations};
use crate::parts::state::State;
use crate::session;

/// How often gaps are read anew, in seconds.
const EVERY: u64 = 60;
/// The most gaps that are shown at once.
const SHOWN: usize = 12;

/// What is missing in opening hours, the newest first, and what was restored of it.
#[component]
pub fn Gaps(id: i64) -> impl IntoView {
    let gaps = live::every(EVERY, move || sensors::gaps(id));
    let restored = restorations(format!("sensor={id}"));
    let chosen = Model::new(None::<Gap>);
    let open = RwSignal::new(false);
    let choose = Callback::new(move |gap| {
        chosen.set(Some(gap));
        open.set(true);
    });
    let show = move |gaps: Model<Vec<Gap>>| {
        move || match gaps.get() {
            none if none.is_empty() => view! {
                <p class="none">{say("За 30 дней пропусков нет.", "None in 30 days.")}</p>
            }
            .into_any(),
            gaps => {
                let rest = gaps.len().saturating_sub(SHOWN);
                let row = |gap| row(gap, restored, choose);
                view! {
                    <ul class="spans">{gaps.into_iter().take(SHOWN).map(row).collect_view()}</ul>
                    {(0 < rest).then(|| view! {
                        <p class="none">{say("и ещё ", "and ")} {counted(rest as i64, ["пропуск", "пропуска", "пропусков"], ["more", "more"])}</p>
                    })}
                }
                .into_any()
            }
        }
    };
    let title = Signal::derive(|| say("Восстановить данные", "Restore the counts").to_owned());
    view! {
        <Loaded live=gaps show />
        <h3>{spoken("Восстановление", "Restoration")}</h3>
        <Restorations live=restored />
        <Dialog open title>
            {move || chosen.get().map(|gap| view! { <Proposal id gap open restored /> })}
        </Dialog>
    }
}

fn row(gap: Gap, restored: Live<Vec<Restoration>>, choose: Callback<Gap>) -> impl IntoView {
    let seconds = moment(&gap.from)
        .zip(moment(&gap.to))
        .map_or(0, |(from, to)| (to - from).num_seconds());
    let (health, word) = match gap.filled_late {
        true => (Health::Good, say("заполнен позже", "filled later")),
        false => (Health::Watch, say("данных нет", "missing")),
    };
    let told = view! {
        <span>{since(&gap.from)} ", " {span(seconds)}</span>
        <State health=move || health word=Signal::derive(move || word.to_owned()) />
    };
    let offer = move || {
        let found = restored.get()?;
        let left = found.with(|found| left(found, &gap))?;
        (!gap.filled_late && session::is_contractor()).then(|| {
            view! {
                <button type="button" class="quiet" on:click=move |_| choose.run(left.clone())>
                    {spoken("Восстановить…", "Restore…")}
                </button>
            }
        })
    };
    view! { <li>{told} {offer}</li> }
}

/// What of a gap is not restored, and will not be when the client agrees: what comes
/// after the last restoration that touches it.
fn left(found: &[Restoration], gap: &Gap) -> Option<Gap> {
    let touches = |one: &&Restoration| {
        let begins = moment(&one.from) < moment(&gap.to);
        one.holds() && begins && moment(&gap.from) < moment(&one.to)
    };
    let last = found.iter().filter(touches);
    let last = last.max_by_key(|one| moment(&one.to));
    let from = last.map_or(&gap.from, |last| &last.to);
    (moment(from) < moment(&gap.to)).then(|| Gap {
        from: from.clone(),
        ..gap.clone()
    })
}

/// Proposes to the client what a gap is to be filled with.
#[component]
fn Proposal(
    id: i64,
    gap: Gap,
    open: RwSignal<bool>,
    restored: Live<Vec<Restoration>>,
) -> impl IntoView {
    let reason = RwSignal::new(String::new());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let told = format!("{} – {}", since(&gap.from), since(&gap.to));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let gap = gap.clone();
        spawn_local(async move {
            let reason = reason.get_untracked();
            match propose(id, (&gap.from, &gap.to), reason.trim()).await {
                Ok(()) => {
                    restored.refresh();
                    open.try_set(false);
                }
                Err(Failure::SignedOut) => session::lost(),
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form on:submit=submit>
            <p>{told}</p>
            <p class="lead">
                {spoken(
                    "Посетители будут рассчитаны по тем же часам других недель этого датчика. Клиент увидит предложение; в отчёты оно войдёт, когда он согласится.",
                    "Visitors are estimated from the same hours of this sensor's other weeks. The client sees the proposal; it counts once they agree.",
                )}
            </p>
            <TextArea
                name="reason"
                required=true
                label=spoken("Почему нет данных", "Why there are no counts")
                value=reason
                failure
            />
            <Refusal failure fields=&["reason"] />
            <div class="actions">
                <button type="submit" class="button main" prop:disabled=busy>
                    {spoken("Предложить клиенту", "Propose to the client")}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {spoken("Отмена", "Cancel")}
                </button>
            </div>
        </form>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_restored_of_a_gap_is_not_restored_again() {
        let at = |hour: u32| format!("2026-11-21T{hour:02}:00:00+03:00");
        let check = |found: &[(&str, u32, u32)], expected: Option<u32>| {
            let found = found.iter().map(|&(state, from, to)| Restoration {
                state: state.to_owned(),
                from: at(from),
                to: at(to),
                ..Restoration::default()
            });
            let gap = Gap {
                from: at(10),
                to: at(20),
                intervals: 120,
                filled_late: false,
            };
            let left = left(&found.collect::<Vec<_>>(), &gap);
            assert_eq!(left.map(|left| left.from), expected.map(at));
        };
        check(&[], Some(10));
        check(&[("proposed", 0, 23)], None);
        check(&[("agreed", 8, 14), ("proposed", 14, 16)], Some(16));
        check(&[("declined", 0, 23), ("withdrawn", 0, 23)], Some(10));
        check(&[("agreed", 8, 10), ("agreed", 20, 22)], Some(10));
    }
}
