//! The light: waiting for the first push, then green.

use leptos::prelude::*;

use super::EVERY;
use crate::api;
use crate::api::sensors::{Push, Watched};
use crate::api::today::Health;
use crate::language::{say, since, spoken};
use crate::live::{self, Live, Memo, Model};
use crate::parts::icon::Icon;
use crate::parts::show::Show;

/// How often the first push is looked for, in seconds.
const SOON: u64 = 3;

/// Whether the first push has arrived; one that was refused says why.
#[component]
pub fn First(
    /// How the sensor is read.
    live: Live<Watched>,
    /// How it stands.
    watched: Model<Watched>,
) -> impl IntoView {
    let id = watched.with_untracked(|watched| watched.sensor.id);
    let pushes = live::every(EVERY, move || api::sensors::pushes(id));
    let newest = move || {
        pushes
            .get()
            .and_then(|pushes| pushes.with(|pushes| pushes.first().cloned()))
    };
    let stage = Memo::new(move |_| {
        let heard = watched.with(|watched| watched.link.last_contact.clone());
        let counted = watched.with(|watched| watched.data.last_data.clone());
        stage(newest(), heard, counted)
    });
    live::each(SOON, move || {
        if !matches!(stage.get_untracked(), Stage::Counted(_)) {
            live.look();
            pushes.look();
        }
    });
    view! {
        <div class=move || format!("first {}", stage.get().health().class()) role="status">
            {move || stage.get().health().icon().draw()}
            <div>
                <p class="word">{move || stage.get().word()}</p>
                <p>{move || stage.get().more()}</p>
            </div>
            <Show when=move || matches!(stage.get(), Stage::Counted(_))>
                <a class="button main" href=format!("/sensors/{id}")>
                    {spoken("К датчику", "To the sensor")} {Icon::Next.draw()}
                </a>
            </Show>
        </div>
    }
}

/// How far the device has come.
#[derive(Debug, Clone, PartialEq)]
enum Stage {
    /// Nothing was heard.
    Silent,
    /// Something was heard, and refused.
    Refused(String),
    /// It was heard, and has brought no counts yet.
    Heard(String),
    /// Counts have arrived.
    Counted(String),
}

fn stage(newest: Option<Push>, heard: Option<String>, counted: Option<String>) -> Stage {
    match (newest, counted, heard) {
        (Some(push), ..) if 400 <= push.status => Stage::Refused(push.said.unwrap_or_default()),
        (_, Some(until), _) => Stage::Counted(until),
        (_, None, Some(at)) => Stage::Heard(at),
        (_, None, None) => Stage::Silent,
    }
}

impl Stage {
    fn health(&self) -> Health {
        match self {
            Self::Silent => Health::Awaited,
            Self::Refused(_) => Health::Bad,
            Self::Heard(_) => Health::Watch,
            Self::Counted(_) => Health::Good,
        }
    }

    fn word(&self) -> &'static str {
        match self {
            Self::Silent => say("Ожидается первая передача…", "Waiting for the first push…"),
            Self::Refused(_) => say("Передача отклонена", "The push was refused"),
            Self::Heard(_) => say(
                "Устройство на связи, данных ещё нет",
                "The device was heard, without counts yet",
            ),
            Self::Counted(_) => say("Данные поступают", "Counts arrive"),
        }
    }

    fn more(&self) -> String {
        match self {
            Self::Silent => say(
                "Введите в устройство настройки ниже. Страница обновляется сама.",
                "Type the settings below into the device. This page follows by itself.",
            )
            .to_owned(),
            Self::Refused(why) => why.clone(),
            Self::Heard(at) => format!("{} {}", say("Последняя связь:", "Last heard:"), since(at)),
            Self::Counted(until) => {
                format!("{} {}", say("Посчитано до", "Counted until"), since(until))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_light_follows_what_has_arrived() {
        let push = |status| Push {
            at: String::new(),
            status,
            content_type: None,
            bytes: 1,
            truncated: false,
            text: None,
            base64: None,
            said: Some("why".to_owned()),
        };
        let time = || Some("2026-03-01T10:00:00+03:00".to_owned());
        let check = |newest, heard, counted, expected: Health| {
            assert_eq!(stage(newest, heard, counted).health(), expected);
        };
        check(None, None, None, Health::Awaited);
        check(Some(push(422)), None, None, Health::Bad);
        check(Some(push(422)), time(), time(), Health::Bad);
        check(Some(push(200)), time(), None, Health::Watch);
        check(Some(push(200)), time(), time(), Health::Good);
        // Clients do not see pushes, but the light is theirs, too.
        check(None, time(), time(), Health::Good);
    }
}
