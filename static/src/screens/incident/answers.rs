//! What the reader may say of an incident now: a button each, and its form.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::fields::{Class, Moment, Radios, clauses, outcomes, results};
use super::form::{Filled, Particulars, particulars, said};
use super::words;
use crate::api::incidents::Incident;
use crate::api::{self, Failure};
use crate::language::{say, spoken};
use crate::live::{Live, Memo, Model, whenever};
use crate::parts::dialog::Dialog;
use crate::parts::field::Refusal;
use crate::parts::form::TextArea;
use crate::parts::show::Show;
use crate::route;
use crate::session;

/// What the client's people say; an engineer enters it for them.
const CLIENTS: [&str; 7] = [
    "client_answered",
    "accepted",
    "fixed",
    "more_time",
    "handed_back",
    "not_confirmed",
    "paid_repair_ordered",
];

/// The fields that show themselves what is wrong with them.
const FIELDS: &[&str] = &["planned", "until", "at", "cause", "text"];

/// The buttons, and the form of the one that was pressed.
#[component]
pub fn Answers(
    /// The incident.
    incident: Model<Incident>,
    /// Where it is read from.
    live: Live<Incident>,
) -> impl IntoView {
    let allowed = Memo::new(move |_| incident.with(|incident| incident.allowed.clone()));
    let chosen = RwSignal::new(String::new());
    let open = RwSignal::new(false);
    let done = Model::new(None::<String>);
    let missed = Model::new(None::<String>);
    let choose = Callback::new(move |code: String| {
        done.set(None);
        missed.set(None);
        chosen.set(code);
        open.set(true);
    });
    // A letter's link names the answer that it is for.
    if let Some(code) = route::query_now("answer") {
        match allowed.with_untracked(|allowed| allowed.contains(&code)) {
            true => choose.run(code),
            false => missed.set(Some(code)),
        }
    }
    // The button that was pressed may be gone: the keyboard goes on from here.
    let told = NodeRef::<html::P>::new();
    whenever(move || {
        if let Some(told) = told.get() {
            request_animation_frame(move || _ = told.focus());
        }
    });
    let contractor = session::is_contractor();
    let mine = Memo::new(move |_| {
        let whose = incident.with(|incident| incident.whose.clone());
        whose.as_deref() == Some(if contractor { "contractor" } else { "client" })
    });
    let group = move |clients: bool| {
        let mut codes = allowed.get();
        codes.retain(|code| CLIENTS.contains(&code.as_str()) == clients);
        codes
    };
    let title = Signal::derive(move || words::button(&chosen.get()).to_owned());
    view! {
        {move || missed.get().map(|code| view! {
            <p class="stale" role="status">
                {say("Ответ «", "The answer “")} {words::button(&code)}
                {say("» сейчас дать нельзя: инцидент уже на другом этапе.", "” cannot be given now: the incident has moved on.")}
            </p>
        })}
        {move || done.get().map(|code| view! {
            <p class="done" role="status" tabindex="-1" node_ref=told>
                {say("Записано: ", "Entered: ")} {words::said(&code)}
            </p>
        })}
        {move || view! { <Buttons codes=group(!contractor) main=mine.get() choose /> }}
        {move || {
            let others = group(contractor);
            (!others.is_empty()).then(|| view! {
                <Show when=move || contractor>
                    <h3>{spoken("Ответ клиента по телефону или почте", "The client's answer by phone or mail")}</h3>
                </Show>
                <Buttons codes=others main=false choose />
            })
        }}
        <Dialog open title>
            <Form code=chosen.get_untracked() incident live open done />
        </Dialog>
    }
}

#[component]
fn Buttons(codes: Vec<String>, main: bool, choose: Callback<String>) -> impl IntoView {
    // Who works on it has taken it on: what is awaited is that it is fixed.
    let works = codes.iter().any(|code| code == "more_time")
        && codes.iter().any(|code| code == "paid_repair_ordered");
    let awaited = if works {
        "fixed"
    } else {
        codes.first().map_or("", String::as_str)
    };
    let awaited = awaited.to_owned();
    let button = move |code: String| {
        // What says the least stands out the least.
        let class = match (main && code == awaited, code.as_str()) {
            (_, "comment" | "classified") => "quiet",
            (true, _) => "button main",
            (false, _) => "button",
        };
        let name = words::button(&code);
        view! { <button type="button" class=class on:click=move |_| choose.run(code.clone())>{name}</button> }
    };
    view! { <div class="actions">{codes.into_iter().map(button).collect_view()}</div> }
}

/// The form of an event.
#[component]
fn Form(
    code: String,
    incident: Model<Incident>,
    live: Live<Incident>,
    open: RwSignal<bool>,
    done: Model<Option<String>>,
) -> impl IntoView {
    let needed = particulars(&code);
    let now = incident.get_untracked();
    let first = match needed {
        Particulars::Clause => now
            .proposal
            .as_ref()
            .map(|proposal| proposal.clause.clone()),
        _ => None,
    };
    let (moment, text) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let choice = RwSignal::new(first.unwrap_or_default());
    let cause = RwSignal::new(now.cause.clone().unwrap_or_default());
    let remedy = RwSignal::new(now.remedy.clone().unwrap_or_default());
    let failure = RwSignal::new(None::<Failure>);
    let busy = RwSignal::new(false);
    let (id, like) = (now.id, now.since);
    let kept = StoredValue::new(code.clone());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let filled = Filled {
            moment: moment.get_untracked(),
            choice: choice.get_untracked(),
            cause: cause.get_untracked(),
            remedy: remedy.get_untracked(),
            text: text.get_untracked(),
        };
        let code = kept.get_value();
        let body = said(&code, &filled, &like);
        busy.set(true);
        spawn_local(async move {
            let answer = api::incidents::say(id, &body).await;
            match answer {
                Ok(incident) => {
                    live.put(incident);
                    done.set(Some(code));
                    open.try_set(false);
                }
                Err(Failure::SignedOut) => session::lost(),
                Err(refused) => drop(failure.try_set(Some(refused))),
            }
            busy.try_set(false);
        });
    };
    let fields = match needed {
        Particulars::Nothing => ().into_any(),
        Particulars::Moment(name, required) => view! { <Moment name required value=moment failure /> }.into_any(),
        Particulars::Clause => view! {
            <Radios name="clause" legend=|| say("Сторона", "Side") value=choice options=clauses />
        }
        .into_any(),
        Particulars::Fixed => view! {
            <Radios name="fixed" legend=|| say("Итог", "Result") value=choice options=outcomes />
        }
        .into_any(),
        Particulars::Result => view! {
            <Radios name="result" legend=|| say("Что показал выезд", "What the visit has shown") value=choice options=results />
        }
        .into_any(),
        Particulars::Class => view! {
            <Class incident cause remedy failure />
        }
        .into_any(),
    };
    let required = matches!(
        code.as_str(),
        "comment" | "client_asked" | "client_answered"
    );
    view! {
        <form on:submit=submit>
            <p class="lead">{move || words::follows(&kept.get_value())}</p>
            {fields}
            <TextArea
                name="text"
                required=required
                label=move || match required {
                    true => say("Текст", "Text"),
                    false => say("Пояснение, если нужно", "A remark, if any"),
                }
                value=text
                failure
            />
            <Refusal failure fields=FIELDS />
            <p class="hint">
                {spoken(
                    "Запись останется в истории инцидента, изменить её нельзя.",
                    "It stays in the incident's history and cannot be changed.",
                )}
            </p>
            <div class="actions">
                <button type="submit" class="button main" prop:disabled=busy>
                    {move || words::button(&kept.get_value())}
                </button>
                <button type="button" class="button" on:click=move |_| open.set(false)>
                    {spoken("Отмена", "Cancel")}
                </button>
            </div>
        </form>
    }
}
