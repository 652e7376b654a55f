//! One site: who came, when, and through which doors, beside what is usual, last
//! year and other sites.

mod beside;
mod draw;
mod figures;
mod head;
mod heat;
mod inside;
mod legend;
mod maps;
mod print;
mod proposed;
mod share;
mod swatch;
mod table;
mod told;
mod totals;
mod visitors;
mod wanted;
mod when;

use chrono::NaiveDate;
use leptos::prelude::*;

use crate::api;
use crate::api::today::{Line, Today};
use crate::language::{language, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::notice::{Empty, Loaded};
use crate::parts::period::{Period, day_in};
use crate::parts::show::Show;
use crate::route;
use beside::{Entrances, Sites};
use head::Head;
use maps::{WeekMap, YearMap};
use proposed::Proposed;
use visitors::Visitors;
use wanted::Wanted;
use when::When;

/// How often it is read anew how the site stands, in seconds.
const EVERY: u64 = 20;

/// What the parts of the screen look at.
#[derive(Clone, Copy)]
struct Scene {
    /// The site's number.
    site: i64,
    /// How it stands.
    line: Memo<Option<Line>>,
    /// What is looked at.
    wanted: Memo<Wanted>,
    /// Looks at something else.
    want: Callback<Wanted>,
    /// The day that it is at the site.
    today: Memo<NaiveDate>,
    /// The period that is looked at.
    period: Memo<Period>,
    /// Visitors of today: whoever shows counts reads anew when it changes.
    so_far: Memo<i64>,
    /// How often something was said here of restorations: counts are read anew.
    restored: RwSignal<u32>,
}

impl Scene {
    /// A site that is looked at.
    fn of(site: i64, facts: Model<Today>) -> Self {
        let line = Memo::new(move |_| facts.with(|facts| facts.sites.first().cloned()));
        let today = Memo::new(move |known: Option<&NaiveDate>| {
            let zone = line.with(|line| line.as_ref().map(|line| line.zone.clone()));
            let at = facts.with(|facts| facts.at.clone());
            let day = zone.and_then(|zone| day_in(&zone, &at));
            day.or(known.copied()).unwrap_or_default()
        });
        let wanted = Memo::new(|_| Wanted::of(route::query));
        let want = Callback::new(move |next: Wanted| {
            // The way back leads through the periods, not through each switch.
            let period = |wanted: &Wanted| (wanted.view, wanted.on, wanted.own);
            match wanted.with_untracked(|now| period(now) == period(&next)) {
                true => route::replace(&next.address(site)),
                false => route::go(&next.address(site)),
            }
        });
        Self {
            site,
            line,
            wanted,
            want,
            today,
            period: Memo::new(move |_| wanted.with(|wanted| wanted.period(today.get()))),
            so_far: Memo::new(move |_| {
                line.with(|line| line.as_ref().map_or(0, |line| line.visitors.so_far))
            }),
            restored: RwSignal::new(0),
        }
    }

    /// Changes what is looked at.
    fn change(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = self.wanted.get_untracked();
        change(&mut wanted);
        self.want.run(wanted);
    }

    /// Follows today's counts, where they are looked at, and what is restored.
    fn follow(&self) {
        self.restored.track();
        if self.period.with(|period| period.contains(self.today.get())) {
            self.so_far.track();
        }
    }
}

/// The screen of a site.
#[component]
pub fn SiteScreen(
    /// The site's number.
    id: i64,
) -> impl IntoView {
    let today = live::every(EVERY, move || {
        language();
        api::today::site(id)
    });
    view! {
        <div class="screen site">
            <Loaded live=today show=move |facts| view! { <Found site=id facts /> } />
        </div>
    }
}

/// The site, if the reader has such a one.
#[component]
fn Found(site: i64, facts: Model<Today>) -> impl IntoView {
    let is_known = Memo::new(move |_| facts.with(|facts| !facts.sites.is_empty()));
    view! {
        <Show
            when=move || is_known.get()
            fallback=|| view! {
                <Empty
                    title=spoken("Такого объекта нет", "There is no such site")
                    text=spoken("Его нет, или он вам недоступен.", "There is none, or it is not yours to see.")
                >
                    <a class="button" href="/sites">{spoken("Все объекты", "All sites")}</a>
                </Empty>
            }
        >
            <Whole site facts />
        </Show>
    }
}

#[component]
fn Whole(site: i64, facts: Model<Today>) -> impl IntoView {
    let scene = Scene::of(site, facts);
    let entrances = live::once(move || api::sites::entrances(site));
    view! {
        <Head scene entrances />
        <Proposed scene />
        <When scene />
        <Visitors scene />
        <div class="columns even">
            <WeekMap scene />
            <Entrances scene entrances />
        </div>
        <YearMap scene />
        <Sites scene />
    }
}
