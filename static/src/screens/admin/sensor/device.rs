//! Which device a sensor is, and how it pushes.

use leptos::prelude::*;

use crate::api::registry::Row;
use crate::language::{say, span, spoken};
use crate::live::{Memo, Model};
use crate::parts::field::Field;
use crate::parts::form::Select;
use crate::parts::show::Show;
use crate::screens::admin::form::Form;

/// Which device it is, and how it pushes.
#[component]
pub fn Device(form: Form, formats: Model<Vec<Row>>) -> impl IntoView {
    let failure = form.failure;
    let format = Memo::new(move |_| {
        let code = form.text("format");
        formats
            .with(|formats| find(formats, &code))
            .unwrap_or_default()
    });
    let makers = move || {
        let maker = |row: &Row| (row.text("format"), row.text("maker"));
        formats.with(|formats| formats.iter().map(maker).collect())
    };
    let kinds = Memo::new(move |_| {
        let kinds = format.with(|format| format.texts("kinds"));
        kinds
            .into_iter()
            .map(|kind| (kind.clone(), kind_name(&kind)))
            .collect::<Vec<_>>()
    });
    let intervals = move || {
        let mut seconds = format.with(|format| format.texts("intervals"));
        let chosen = form.text("interval");
        if !chosen.is_empty() && !seconds.contains(&chosen) {
            seconds.push(chosen);
        }
        let told = |text: String| {
            let seconds = text.parse().unwrap_or_default();
            (text, span(seconds))
        };
        seconds.into_iter().map(told).collect::<Vec<_>>()
    };
    view! {
        <Select
            name="format"
            required=true
            label=spoken("Производитель", "Maker")
            value=form.value("format")
            options=makers
            failure
        />
        <p class="hint">{move || format.with(|format| format.text("models"))}</p>
        <Field
            name="name"
            required=true
            label=spoken("Название датчика", "The sensor's name")
            value=form.value("name")
            failure
        />
        <Field
            name="model"
            label=spoken("Модель, как на корпусе", "Model, as on its label")
            value=form.value("model")
            failure
        />
        <Field
            name="serial"
            label=spoken("Серийный номер", "Serial number")
            hint=spoken(
                "Если указан, передачи с другим номером отклоняются",
                "Where it is known, pushes that name another one are refused",
            )
            value=form.value("serial")
            failure
        />
        <Select
            name="interval"
            required=true
            label=spoken("Интервал данных", "Interval of counts")
            value=form.value("interval")
            options=intervals
            failure
        />
        <Show when=move || kinds.with(|kinds| 1 < kinds.len())>
            <Select
                name="kind"
                label=spoken("Что передаёт", "What it sends")
                value=form.value("kind")
                options=kinds
                failure
            />
        </Show>
    }
}

fn kind_name(kind: &str) -> String {
    let name = match kind {
        "increment" => say("Проходы за интервал", "Passages of each interval"),
        "cumulative" => say("Показания счётчика", "Readings of a register"),
        "event" => say("Каждый проход", "Each passage"),
        other => other,
    };
    name.to_owned()
}

/// A format by its code.
pub fn find(formats: &[Row], code: &str) -> Option<Row> {
    let found = formats.iter().find(|format| format.text("format") == code);
    found.cloned()
}
