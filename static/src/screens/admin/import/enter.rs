//! Entering the sensors of a file one by one, and what has become of each.

use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::csv;
use super::plan::Draft;
use crate::api::registry::{self, Row};
use crate::api::{Failure, Method, Result};
use crate::fresh;
use crate::language::{language_now, lower, spoken};
use crate::live::{Memo, Model};
use crate::parts::file;
use crate::parts::icon::Icon;
use crate::screens::admin::ask::{Words, told};
use crate::screens::admin::directory::Directory;

/// A sensor of a file, and what has become of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Entered {
    draft: Draft,
    outcome: Option<std::result::Result<New, Failure>>,
}

/// A sensor that was entered.
#[derive(Debug, Clone, PartialEq)]
struct New {
    id: i64,
    /// The address to which it pushes.
    address: String,
}

impl Entered {
    /// A sensor that is still to be entered.
    pub fn of(draft: Draft) -> Self {
        Self {
            draft,
            outcome: None,
        }
    }
}

impl Draft {
    /// The headers of what is shown.
    pub const HEADERS: [Words; 5] = [
        ("Объект", "Site"),
        ("Входная группа", "Entrance"),
        ("Датчик", "Sensor"),
        ("Производитель", "Maker"),
        ("Серийный номер", "Serial number"),
    ];
}

/// What has become of the sensors of a file, as they are entered.
#[component]
pub fn Results(
    drafts: Vec<Entered>,
    directory: Directory,
    formats: Model<Vec<Row>>,
) -> impl IntoView {
    let all = drafts.len();
    let rows = Model::new(drafts);
    let formats = formats.get_untracked();
    spawn_local(async move {
        enter_all(rows, &formats).await;
        directory.refresh();
    });
    let done = Memo::new(move |_| {
        let finished = |row: &&Entered| row.outcome.is_some();
        rows.try_with(|rows| rows.iter().filter(finished).count())
            .unwrap_or_default()
    });
    let take = move |_| {
        let text = rows.with_untracked(|rows| report(rows));
        file::offer("sensors-entered.csv", &text);
    };
    view! {
        <section class="card">
            <div class="head">
                <h2>{spoken("Добавление датчиков", "Entering the sensors")}</h2>
                <progress max=all value=move || done.get() aria-label=spoken("Добавлено", "Entered")></progress>
                <p role="status">{move || done.get()} " / " {all}</p>
            </div>
            <p class="hint">
                {spoken(
                    "Адрес с токеном показывается один раз: скачайте результат.",
                    "An address with its token is shown once: download the result.",
                )}
            </p>
            <table class="stack">
                <caption class="unseen">{spoken("Результат", "The result")}</caption>
                <thead>
                    <tr>
                        {Draft::HEADERS.map(|words| view! { <th scope="col">{move || told(words)}</th> })}
                        <th scope="col">{spoken("Результат", "Result")}</th>
                    </tr>
                </thead>
                <tbody>{move || rows.get().into_iter().map(line).collect_view()}</tbody>
            </table>
            <div class="actions">
                <button type="button" class="button main" disabled=move || done.get() < all on:click=take>
                    {Icon::Download.draw()} {spoken("Скачать результат", "Download the result")}
                </button>
                <a class="button" href="/admin/sensors">{spoken("К списку", "To the list")}</a>
            </div>
        </section>
    }
}

fn line(row: Entered) -> impl IntoView {
    let cells = row.draft.shown.into_iter().zip(Draft::HEADERS);
    let outcome = match row.outcome {
        None => view! { <span>{spoken("ждёт", "waits")}</span> }.into_any(),
        Some(Ok(new)) => view! {
            <a href=format!("/sensors/{}/setup", new.id)>{spoken("добавлен", "entered")}</a>
        }
        .into_any(),
        Some(Err(failure)) => view! { <span class="wrong">{failure.text()}</span> }.into_any(),
    };
    view! {
        <tr>
            {cells.map(|(text, words)| view! { <td data-name=told(words)>{text}</td> }).collect_view()}
            <td>{outcome}</td>
        </tr>
    }
}

/// Enters all that were not entered yet, each after the one before, until the
/// screen is left.
async fn enter_all(rows: Model<Vec<Entered>>, formats: &[Row]) {
    // Doors and systems that a line before has brought along.
    let (mut doors, mut systems) = (Vec::new(), Vec::new());
    let mut at = 0;
    while let Some(Some(draft)) =
        rows.try_with_untracked(|rows| rows.get(at).map(|row| row.draft.clone()))
    {
        let outcome = enter(&draft, formats, &mut doors, &mut systems).await;
        rows.update(|rows| {
            if let Some(row) = rows.get_mut(at) {
                row.outcome = Some(outcome);
            }
        });
        at += 1;
    }
}

async fn enter(
    draft: &Draft,
    formats: &[Row],
    doors: &mut Vec<((i64, String), i64)>,
    systems: &mut Vec<((i64, String), i64)>,
) -> Result<New> {
    let [_, door, ..] = &draft.shown;
    let entrance = match draft.entrance {
        Some(id) => id,
        None => {
            let body = json!({"site_id": draft.site, "name": door});
            once(doors, (draft.site, lower(door)), "/api/v1/entrances", body).await?
        }
    };
    let system = match draft.system {
        Some(id) => id,
        None => {
            let client = registry::one(&format!("/api/v1/clients/{}", draft.client)).await?;
            let body =
                json!({"client_id": draft.client, "name": client.text("name"), "edition": "cloud"});
            once(
                systems,
                (draft.client, String::new()),
                "/api/v1/systems",
                body,
            )
            .await?
        }
    };
    let mut body = draft.body.clone();
    body.insert("entrance_id".to_owned(), entrance.into());
    body.insert("system_id".to_owned(), system.into());
    let saved = registry::save(Method::Post, "/api/v1/sensors", &body).await?;
    let token = saved.text("token");
    let format = formats
        .iter()
        .find(|format| format.text("format") == saved.text("format"));
    let path = format.map(|format| format.text("path")).unwrap_or_default();
    let origin = window().location().origin().unwrap_or_default();
    let address = format!("{origin}{}", path.replace("{token}", &token));
    fresh::keep(saved.id(), token);
    Ok(New {
        id: saved.id(),
        address,
    })
}

/// Enters something that several lines share, once.
async fn once(
    known: &mut Vec<((i64, String), i64)>,
    key: (i64, String),
    path: &str,
    body: serde_json::Value,
) -> Result<i64> {
    if let Some((_, id)) = known.iter().find(|(other, _)| *other == key) {
        return Ok(*id);
    }
    let body = body.as_object().cloned().unwrap_or_default();
    let id = registry::save(Method::Post, path, &body).await?.id();
    known.push((key, id));
    Ok(id)
}

/// What has become of each, as CSV.
fn report(rows: &[Entered]) -> String {
    let say = |(russian, english): Words| language_now().say(russian, english).to_owned();
    let mut header = Draft::HEADERS.map(say).to_vec();
    header.extend(
        [
            ("Номер", "Number"),
            ("Адрес передачи", "Push address"),
            ("Ошибка", "Error"),
        ]
        .map(say),
    );
    let line = |row: &Entered| {
        let mut cells = row.draft.shown.to_vec();
        cells.extend(match &row.outcome {
            Some(Ok(new)) => [new.id.to_string(), new.address.clone(), String::new()],
            Some(Err(failure)) => [String::new(), String::new(), failure.text()],
            None => Default::default(),
        });
        csv::written(&cells)
    };
    let lines = std::iter::once(csv::written(&header)).chain(rows.iter().map(line));
    lines.collect::<Vec<_>>().join("\r\n")
}
