//! What the site is and how it stands.

use leptos::prelude::*;

use super::Scene;
use super::when::close_by_key;
use crate::api::sites::Entrance;
use crate::api::today::{Health, Line};
use crate::language::{clock, counted, local, moment, say, spoken, weekday};
use crate::live::Live;
use crate::parts::icon::Icon;
use crate::parts::show::Show;
use crate::parts::state::State;
use crate::parts::title::title;

/// A day in milliseconds.
const DAY: f64 = 86_400_000.0;
/// A week.
const WEEK: f64 = 7.0 * DAY;

/// The name, the state with its reason, the hours, and the ways to the sensors and
/// incidents.
#[component]
pub fn Head(scene: Scene, entrances: Live<Vec<Entrance>>) -> impl IntoView {
    let line = scene.line;
    let part = move |read: fn(&Line) -> String| {
        move || line.with(|line| line.as_ref().map(read).unwrap_or_default())
    };
    let health = move || line.with(|line| line.as_ref().map_or(Health::Awaited, |line| line.state));
    title(part(|line| line.name.clone()));
    let open = move || line.with(|line| line.as_ref().map_or(0, |line| line.incidents.open));
    view! {
        <nav class="trail" aria-label=spoken("Где это", "Where this is")>
            <a href="/sites">{spoken("Объекты", "Sites")}</a>
        </nav>
        <header class="head">
            <div>
                <h1>{part(|line| line.name.clone())}</h1>
                <p class="lead">{part(place)}</p>
            </div>
            <div class="standing">
                <State health />
                <span class="reason">{part(|line| line.reason.clone())}</span>
                <span class="reason">{part(hours)}</span>
            </div>
            <div class="actions ways">
                <Show when=move || 0 < open()>
                    <a class="button" href=format!("/incidents?site={}", scene.site)>
                        {Icon::Incident.draw()}
                        <span>
                            {move || counted(
                                open(),
                                ["открытый инцидент", "открытых инцидента", "открытых инцидентов"],
                                ["open incident", "open incidents"],
                            )}
                        </span>
                    </a>
                </Show>
                <Sensors entrances />
            </div>
        </header>
    }
}

fn place(line: &Line) -> String {
    let texts = [line.address.clone(), Some(line.client.name.clone())];
    texts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The time at the site, and until when that is open or closed.
fn hours(line: &Line) -> String {
    let now = format!("{} {}", say("местное время", "local time"), line.local_time);
    let state = match line.open {
        true => say("открыто", "open"),
        false => say("закрыто", "closed"),
    };
    let until = match line.open {
        true => &line.closes_at,
        false => &line.opens_at,
    };
    match until.as_deref().and_then(|until| soon(until, line)) {
        Some(until) => format!("{now}, {state} {} {until}", say("до", "until")),
        None => format!("{now}, {state}"),
    }
}

/// A time of this week: later ones are as good as never.
fn soon(until: &str, line: &Line) -> Option<String> {
    let at = local(until)?;
    let left = moment(until)?.timestamp_millis() as f64 - js_sys::Date::now();
    let time = clock(until);
    if !(0.0..WEEK).contains(&left) {
        return None;
    }
    // Of this day, by the site's clock.
    let is_today = left < DAY && line.local_time < time;
    Some(match is_today {
        true => time,
        false => format!("{} {time}", weekday(at.date())),
    })
}

/// The sensors, as ways to them.
#[component]
fn Sensors(entrances: Live<Vec<Entrance>>) -> impl IntoView {
    let all = move || entrances.get().map(|found| found.get()).unwrap_or_default();
    let count = move || {
        all()
            .iter()
            .map(|entrance| entrance.sensors.len())
            .sum::<usize>()
    };
    view! {
        <Show when=move || 0 < count()>
            <details class="menu" name="opened" on:keydown=close_by_key>
                <summary class="button">
                    {Icon::Sensor.draw()}
                    <span>
                        {move || counted(count() as i64, ["датчик", "датчика", "датчиков"], ["sensor", "sensors"])}
                    </span>
                </summary>
                <ul>
                    {move || all()
                        .into_iter()
                        .flat_map(|Entrance { entrance, sensors }| {
                            sensors.into_iter().map(move |sensor| view! {
                                <li>
                                    <a href=format!("/sensors/{}", sensor.id)>{sensor.name}</a>
                                    <small>{entrance.name.clone()}</small>
                                </li>
                            })
                        })
                        .collect_view()}
                </ul>
            </details>
        </Show>
    }
}
