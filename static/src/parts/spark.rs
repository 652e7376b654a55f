//! A line of small bars: the hours of a day beside what is usual.

use leptos::prelude::*;

use crate::api::today::Hour;
use crate::language::{say, whole};
use crate::live::Memo;
use crate::parts::drawing::length;

/// The height of the drawing.
const HEIGHT: usize = 28;
/// The width of an hour, its gap included.
const STEP: usize = 7;

/// The hours of a day: bars of who came, marks of what is usual.
#[component]
pub fn Spark(
    /// The hours.
    #[prop(into)]
    hours: Memo<Vec<Hour>>,
) -> impl IntoView {
    let told = move || {
        let hours = hours.get();
        let best = hours
            .iter()
            .filter(|hour| hour.measured)
            .max_by_key(|hour| hour.r#in);
        best.map_or_else(
            || say("Сегодня данных ещё нет", "No counts today yet").to_owned(),
            |best| {
                let head = say("Больше всего посетителей в", "Most visitors at");
                format!("{head} {}: {}", best.hour, whole(best.r#in))
            },
        )
    };
    view! {
        <svg
            class="spark"
            role="img"
            aria-label=told
            viewBox=move || format!("0 0 {} {HEIGHT}", width(hours.get().len()))
            width=move || width(hours.get().len())
            height=HEIGHT
        >
            {move || {
                let hours = hours.get();
                let top = top(&hours);
                hours.into_iter().enumerate().map(|(at, hour)| bar(at, hour, top)).collect_view()
            }}
        </svg>
    }
}

fn width(hours: usize) -> usize {
    hours.max(1) * STEP
}

/// The greatest value that is drawn.
fn top(hours: &[Hour]) -> f64 {
    let values = hours
        .iter()
        .flat_map(|hour| [Some(hour.r#in as f64), hour.usual]);
    values.flatten().fold(1.0, f64::max)
}

fn bar(at: usize, hour: Hour, top: f64) -> impl IntoView {
    let (x, full) = (at * STEP, HEIGHT as f64);
    let height = |value: f64| (value / top * (full - 2.0)).max(1.0);
    let y = move |tall| length(full - tall);
    let counted = hour.measured.then(|| height(hour.r#in as f64));
    let usual = hour.usual.map(height);
    view! {
        {counted
            .map(|tall| view! { <rect class="counted" x=x y=y(tall) width=STEP - 2 height=length(tall) /> })}
        {usual.map(|tall| view! { <rect class="usual" x=x y=y(tall) width=STEP - 2 height="1.5" /> })}
    }
}
