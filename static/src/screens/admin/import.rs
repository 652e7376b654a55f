//! Sensors by a file: read and checked as a whole, seen, then entered one by one.

mod columns;
mod csv;
mod enter;
mod plan;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::ask::{Words, told};
use super::directory::{Directory, Of, Ready};
use super::read;
use crate::api::registry::Row;
use crate::language::{counted, say, spoken};
use crate::live::{Memo, Model};
use crate::parts::file;
use crate::parts::form::TextArea;
use crate::parts::icon::Icon;
use crate::parts::notice::Loaded;
use columns::{COLUMNS, Column};
use enter::{Entered, Results};
use plan::{Draft, Known};

/// The nouns of sensors.
const SENSORS: ([&str; 3], [&str; 2]) = (["датчик", "датчика", "датчиков"], ["sensor", "sensors"]);

/// The screen on which sensors are entered by a file.
pub fn screen() -> AnyView {
    let formats = read::rows(|| "/api/v1/formats".to_owned());
    let sensors = read::rows(|| "/api/v1/sensors".to_owned());
    view! {
        <header class="head">
            <div>
                <h1>{spoken("Датчики из файла", "Sensors by a file")}</h1>
                <p class="lead">
                    {spoken(
                        "CSV из Excel или 1С. Сначала вы увидите, что будет добавлено.",
                        "CSV from a spreadsheet. You first see what will be entered.",
                    )}
                </p>
            </div>
        </header>
        <Columns />
        <Loaded
            live=formats
            show=move |formats| view! {
                <Loaded live=sensors show=move |sensors| view! { <Ready><Whole formats sensors /></Ready> } />
            }
        />
    }
    .into_any()
}

/// What stands in the file.
#[component]
fn Columns() -> impl IntoView {
    let example = move |_| {
        let header = COLUMNS.iter().map(|column| told(column.header).to_owned());
        let line = COLUMNS.iter().map(|column| column.example.to_owned());
        let lines = [
            csv::written(&header.collect::<Vec<_>>()),
            csv::written(&line.collect::<Vec<_>>()),
        ];
        file::offer("sensors.csv", &lines.join("\r\n"));
    };
    let row = |column: &'static Column| {
        view! {
            <tr>
                <th scope="row">{move || told(column.header)}</th>
                <td>{move || column.must.then(|| say("обязательно", "required"))}</td>
                <td>{move || told(column.what)}</td>
            </tr>
        }
    };
    view! {
        <section class="card">
            <details>
                <summary>{spoken("Какие колонки нужны", "Which columns are needed")}</summary>
                <table>
                    <caption class="unseen">{spoken("Колонки файла", "The file's columns")}</caption>
                    <tbody>{COLUMNS.iter().map(row).collect_view()}</tbody>
                </table>
            </details>
            <div class="actions">
                <button type="button" class="button" on:click=example>
                    {Icon::Download.draw()} {spoken("Скачать пример", "Download an example")}
                </button>
            </div>
        </section>
    }
}

#[component]
fn Whole(formats: Model<Vec<Row>>, sensors: Model<Vec<Row>>) -> impl IntoView {
    let directory = expect_context::<Directory>();
    let text = RwSignal::new(String::new());
    let known = move || Known {
        sites: directory.all(Of::Site),
        entrances: directory.all(Of::Entrance),
        systems: directory.all(Of::System),
        sensors: sensors.get(),
        formats: formats.get(),
    };
    let planned = Memo::new(move |_| {
        let lines = text.with(|text| csv::lines(text));
        (!lines.is_empty()).then(|| plan::plan(&lines, &known()))
    });
    let entered = Model::new(None::<Vec<Entered>>);
    let choose = move |input: web_sys::HtmlInputElement| {
        spawn_local(async move {
            if let Some(bytes) = file::chosen(input).await {
                text.set(csv::decoded(&bytes));
            }
        });
    };
    view! {
        <section class="card form" hidden=move || entered.with(Option::is_some)>
            <div class="field">
                <label for="file">{spoken("Файл CSV", "CSV file")}</label>
                <input
                    id="file"
                    type="file"
                    accept=".csv,text/csv,text/plain"
                    on:change:target=move |event| choose(event.target())
                />
            </div>
            <TextArea
                name="text"
                rows=6
                label=spoken("Или вставьте строки", "Or paste the lines")
                hint=spoken(
                    "Первая строка — названия колонок; разделитель «;» или «,»",
                    "The first line names the columns; separated by ; or ,",
                )
                value=text
            />
        </section>
        {move || match entered.get() {
            // What was begun is not planned again: entering it changes what there is.
            Some(drafts) => view! { <Results drafts directory formats /> }.into_any(),
            None => match planned.get() {
                None => ().into_any(),
                Some(Err((column, why))) => view! {
                    <p class="refusal" role="alert">{told(column)} ": " {told(why)}</p>
                }
                .into_any(),
                Some(Ok(drafts)) => view! { <Preview drafts entered /> }.into_any(),
            },
        }}
    }
}

/// What would be entered, and what is wrong with it.
#[component]
fn Preview(drafts: Vec<Draft>, entered: Model<Option<Vec<Entered>>>) -> impl IntoView {
    let wrong = drafts
        .iter()
        .filter(|draft| !draft.faults.is_empty())
        .count();
    let all = drafts.len();
    let rows = drafts.clone();
    let begin = move |_| entered.set(Some(rows.iter().cloned().map(Entered::of).collect()));
    let told_all = move || counted(all as i64, SENSORS.0, SENSORS.1);
    view! {
        <section class="card">
            <div class="head">
                <h2>{spoken("Что будет добавлено", "What will be entered")}</h2>
                <p role="status">
                    {told_all} ". "
                    {move || match wrong {
                        0 => say("Ошибок нет.", "No errors.").to_owned(),
                        wrong => {
                            let lines = ["строка с ошибкой", "строки с ошибками", "строк с ошибками"];
                            format!("{}.", counted(wrong as i64, lines, ["line with errors", "lines with errors"]))
                        }
                    }}
                </p>
            </div>
            <table class="stack">
                <caption class="unseen">{spoken("Строки файла", "The file's lines")}</caption>
                <thead>
                    <tr>
                        <th scope="col">{spoken("Строка", "Line")}</th>
                        {Draft::HEADERS.map(|words| view! { <th scope="col">{move || told(words)}</th> })}
                        <th scope="col">{spoken("Проверка", "Check")}</th>
                    </tr>
                </thead>
                <tbody>{drafts.into_iter().map(line).collect_view()}</tbody>
            </table>
            <div class="actions">
                <button type="button" class="button main" disabled={wrong != 0 || all == 0} on:click=begin>
                    {spoken("Добавить: ", "Enter: ")} {told_all}
                </button>
            </div>
        </section>
    }
}

fn line(draft: Draft) -> impl IntoView {
    let fault = |(column, why): (Words, Words)| {
        view! { <p class="wrong">{move || format!("{}: {}", told(column), told(why))}</p> }
    };
    let well = draft.faults.is_empty();
    let new = draft.entrance.is_none();
    view! {
        <tr>
            <th scope="row">{draft.line}</th>
            {draft
                .shown
                .into_iter()
                .zip(Draft::HEADERS)
                .map(|(text, words)| view! { <td data-name=told(words)>{text}</td> })
                .collect_view()}
            <td>
                {draft.faults.into_iter().map(fault).collect_view()}
                {well.then(|| view! { <span class="state good">{Icon::Good.draw()} {spoken("верно", "right")}</span> })}
                {(well && new)
                    .then(|| view! { <p class="hint">{spoken("с новой входной группой", "with a new entrance")}</p> })}
            </td>
        </tr>
    }
}
