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
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use crate::api;
use crate::api::today::{Line, Today};
use crate::language::{language, spoken};
use crate::live::{self, Memo, Model};
use crate::parts::notice::{Empty, Loaded};
use crate::parts::period::{Period, day_in};
use crate::parts::show::Show;
use beside::{Entrances, Sites};
use head::Head;
use maps::{WeekMap, YearMap};
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
        let query = use_query_map();
        let wanted = Memo::new(move |_| query.with(|query| Wanted::of(|name| query.get(name))));
        let navigate = use_navigate();
        let want = Callback::new(move |next: Wanted| {
            // The way back leads through the periods, not through each switch.
            let period = |wanted: &Wanted| (wanted.view, wanted.on, wanted.own);
            let options = NavigateOptions {
                replace: wanted.with_untracked(|now| period(now) == period(&next)),
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&next.address(site), options);
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
        }
    }

    /// Changes what is looked at.
    fn change(&self, change: impl FnOnce(&mut Wanted)) {
        let mut wanted = self.wanted.get_untracked();
        change(&mut wanted);
        self.want.run(wanted);
    }

    /// Follows today's counts, where they are looked at.
    fn follow(&self) {
        if self.period.with(|period| period.contains(self.today.get())) {
            self.so_far.track();
        }
    }
}

/// The site's number in the address; none leads nowhere.
fn number() -> i64 {
    let parameters = use_params_map().get();
    let number = parameters.get("id").and_then(|id| id.parse().ok());
    number.unwrap_or_default()
}

/// The screen of a site.
#[component]
pub fn SiteScreen() -> impl IntoView {
    let site = Memo::new(|_| number());
    // Another site is another screen, which shows nothing of the one before.
    view! { <div class="screen site">{move || view! { <One site=site.get() /> }}</div> }
}

#[component]
fn One(site: i64) -> impl IntoView {
    let today = live::every(EVERY, move || {
        language();
        api::today::site(site)
    });
    view! { <Loaded live=today show=move |facts| view! { <Found site facts /> } /> }
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
