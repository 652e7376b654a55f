//! What waits to be sent, was sent, or could not be.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::{Word, named, options, told};
use super::directory::{Directory, Of};
use crate::api::registry::{self, Page, Row};
use crate::api::today::Health;
use crate::api::{Failure, Method};
use crate::language::{numbered, say, since, spoken};
use crate::live::{self, Live, Model};
use crate::parts::address::escaped;
use crate::parts::field::{Field, Refusal};
use crate::parts::form::Select;
use crate::parts::icon::Icon;
use crate::parts::notice::{Empty, Loaded};
use crate::parts::pause::settled;
use crate::parts::show::Show;
use crate::parts::state::State;

/// How many messages stand on a page.
const ROWS: usize = 50;
/// How often it is read anew, in seconds.
const EVERY: u64 = 20;

/// How far a message has come.
static STATES: [Word; 6] = [
    ("waiting", ("Ожидает", "Waiting")),
    ("sending", ("Отправляется", "Being sent")),
    ("sent", ("Отправлено", "Sent")),
    ("failed", ("Не отправлено", "Failed")),
    ("suppressed", ("Подавлено", "Suppressed")),
    ("gathered", ("Вошло в другое", "Within another")),
];

/// What a message tells.
static KINDS: [Word; 17] = [
    ("opened", ("Новый инцидент", "A new incident")),
    (
        "work_order",
        ("Задание клиенту", "What the client is to do"),
    ),
    ("warranty", ("Гарантийный случай", "A warranty case")),
    ("visit_agreed", ("Выезд согласован", "A visit was agreed")),
    ("recovered", ("Датчик восстановился", "It works again")),
    ("closed", ("Инцидент закрыт", "The incident is over")),
    (
        "reopened",
        ("Инцидент открыт снова", "The incident is back"),
    ),
    ("unstable", ("Неустойчивая работа", "It is unstable")),
    ("reminder", ("Напоминание", "A reminder")),
    ("at_risk", ("Срок под угрозой", "A term is near")),
    ("breached", ("Срок нарушен", "A term is past")),
    ("outage", ("Общий сбой", "An outage")),
    ("digest", ("Сводка", "A digest")),
    ("event", ("Событие инцидента", "An incident's event")),
    ("invitation", ("Приглашение", "An invitation")),
    ("password_reset", ("Новый пароль", "A new password")),
    (
        "calendar_ending",
        ("Календарь кончается", "The calendar ends"),
    ),
];

/// The screen of the outbox.
pub fn screen() -> AnyView {
    let state = RwSignal::new(String::new());
    let client = RwSignal::new(String::new());
    let recipient = RwSignal::new(String::new());
    let whole = settled(recipient);
    // The cursors of the pages up to this one; none of the first.
    let trail = Model::new(Vec::<String>::new());
    let directory = expect_context::<Directory>();
    let read = live::every(EVERY, move || {
        let mut path = "/api/v1/outbox?newest=true".to_owned();
        for (name, value) in [("state", state), ("client", client), ("recipient", whole)] {
            let value = value.get();
            if !value.trim().is_empty() {
                path.push_str(&format!("&{name}={}", escaped(value.trim())));
            }
        }
        let cursor = trail.with(|trail| trail.last().cloned());
        async move { registry::page(&path, cursor.as_deref(), ROWS).await }
    });
    live::whenever(move || {
        state.track();
        client.track();
        whole.track();
        if !trail.with_untracked(Vec::is_empty) {
            trail.set(Vec::new());
        }
    });
    let all = move || say("Все", "All");
    let clients = move || directory.options(Of::Client);
    view! {
        <header class="head">
            <div>
                <h1>{spoken("Исходящие", "Outbox")}</h1>
                <p class="lead">
                    {spoken("Письма и вебхуки: что ждёт, что ушло и что не удалось.", "Letters and webhooks: what waits, what went out, what failed.")}
                </p>
            </div>
        </header>
        <div class="tools whose">
            <Select name="state" label=spoken("Состояние", "State") none=all value=state options=|| options(&STATES) />
            <Select name="client" label=spoken("Клиент", "Client") none=all value=client options=clients />
            <Field name="recipient" label=spoken("Получатель (адрес целиком)", "Recipient (the whole address)") value=recipient />
        </div>
        <Loaded live=read show=move |page| view! { <Messages page read trail /> } />
    }
    .into_any()
}

#[component]
fn Messages(page: Model<Page>, read: Live<Page>, trail: Model<Vec<String>>) -> impl IntoView {
    let failure = RwSignal::new(None::<Failure>);
    let resend = move |id: i64| {
        spawn_local(async move {
            let path = format!("/api/v1/outbox/{id}/resend");
            match registry::save(Method::Post, &path, &serde_json::Map::new()).await {
                Ok(_) => failure.set(None),
                Err(refused) => failure.set(Some(refused)),
            }
            read.refresh();
        });
    };
    let further = move |_| {
        if let Some(next) = page.with_untracked(|page| page.next.clone()) {
            trail.update(|trail| trail.push(next));
        }
    };
    let heads = [
        ("Получатель", "To"),
        ("О чём", "What"),
        ("Создано", "Made"),
        ("Состояние", "State"),
        ("Ошибка", "Error"),
    ];
    view! {
        <Refusal failure />
        <Show
            when=move || page.with(|page| !page.rows.is_empty())
            fallback=|| view! {
                <Empty
                    title=spoken("Сообщений нет", "No messages")
                    text=spoken("Письма об инцидентах и приглашения появятся здесь.", "Letters on incidents and invitations will stand here.")
                />
            }
        >
            <table class="stack">
                <caption class="unseen">{spoken("Сообщения", "Messages")}</caption>
                <thead>
                    <tr>{heads.map(|words| view! { <th scope="col">{move || told(words)}</th> })} <td></td></tr>
                </thead>
                <tbody>
                    {move || {
                        page.get().rows.into_iter().map(|row| message(&row, Callback::new(resend))).collect_view()
                    }}
                </tbody>
            </table>
        </Show>
        <nav class="pages" aria-label=spoken("Страницы", "Pages")>
            <button
                type="button"
                class="quiet"
                disabled=move || trail.with(Vec::is_empty)
                on:click=move |_| trail.update(|trail| drop(trail.pop()))
            >
                {Icon::Back.draw()} <span>{spoken("Новее", "Newer")}</span>
            </button>
            <button type="button" class="quiet" disabled=move || page.with(|page| page.next.is_none()) on:click=further>
                <span>{spoken("Раньше", "Older")}</span> {Icon::Next.draw()}
            </button>
        </nav>
    }
}

fn message(row: &Row, resend: Callback<i64>) -> AnyView {
    let (id, state) = (row.id(), row.text("state"));
    let health = match state.as_str() {
        "sent" | "gathered" => Health::Good,
        "failed" => Health::Bad,
        "suppressed" => Health::Watch,
        _ => Health::Awaited,
    };
    let over = matches!(state.as_str(), "sent" | "failed" | "suppressed");
    let recipient = match row.text("channel").as_str() {
        "webhook" => format!("{} {}", say("вебхук", "webhook"), row.text("recipient")),
        _ => row.text("recipient"),
    };
    let attempts = row.number("attempts").unwrap_or_default();
    let incident = row.number("incident_id");
    let kind = named(&KINDS, &row.text("kind"));
    view! {
        <tr>
            <th scope="row">{recipient}</th>
            <td data-name=say("О чём", "What")>
                {kind}
                {incident.map(|id| view! { " " <a href=format!("/incidents/{id}")>{numbered(id)}</a> })}
            </td>
            <td data-name=say("Создано", "Made")>{since(&row.text("created_at"))}</td>
            <td>
                <State health=move || health word=Signal::derive(move || named(&STATES, &state)) />
                {(1 < attempts).then(|| view! { <small>" " {say("попыток:", "tries:")} " " {attempts}</small> })}
            </td>
            <td>{row.text("error")}</td>
            <td class="number">
                {over
                    .then(|| view! {
                        <button type="button" class="quiet" on:click=move |_| resend.run(id)>
                            {say("Отправить снова", "Send again")}
                            <span class="unseen">" " {move || numbered(id)}</span>
                        </button>
                    })}
            </td>
        </tr>
    }
    .into_any()
}
