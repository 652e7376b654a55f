//! What is looked at of a site: it stands in the address, so that a view is a link.

use chrono::{NaiveDate, TimeDelta};

use crate::api::series::Step;
use crate::language::typed;
use crate::parts::period::{Period, View};

/// So many other sites may stand beside the site.
pub const MOST_BESIDE: usize = 4;

/// What is drawn of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Look {
    /// Who came, beside what is usual and beside last year.
    #[default]
    Visitors,
    /// Who came and who left.
    Both,
    /// How many were inside.
    Inside,
}

impl Look {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Visitors, Self::Both, Self::Inside];

    fn code(self) -> &'static str {
        match self {
            Self::Visitors => "visitors",
            Self::Both => "both",
            Self::Inside => "inside",
        }
    }
}

/// What is looked at of a site.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The unit of the calendar.
    pub view: View,
    /// The day that the unit is around; none for today.
    pub on: Option<NaiveDate>,
    /// The days that the reader has chosen instead.
    pub own: Option<Period>,
    /// What is drawn.
    pub look: Look,
    /// Whether what is usual is left out.
    pub without_usual: bool,
    /// Whether last year is left out.
    pub without_year: bool,
    /// The other sites beside which it stands, by their numbers.
    pub beside: Vec<i64>,
}

impl Wanted {
    /// What an address wants.
    pub fn of(read: impl Fn(&str) -> Option<String>) -> Self {
        let date = |name| read(name).and_then(|text| typed(&text));
        let step = read("step").and_then(|code| Step::of(&code));
        let own = date("from").zip(date("to"));
        let look = read("look").unwrap_or_default();
        let without = read("without").unwrap_or_default();
        let is_left_out = |name| without.split(',').any(|left| left == name);
        let mut beside = Vec::new();
        for id in read("beside")
            .unwrap_or_default()
            .split(',')
            .flat_map(str::parse)
        {
            if beside.len() < MOST_BESIDE && !beside.contains(&id) {
                beside.push(id);
            }
        }
        Self {
            view: read("view")
                .and_then(|code| View::of(&code))
                .unwrap_or_default(),
            on: date("on"),
            own: own.and_then(|(from, to)| Period::of(from, to, step)),
            look: Look::ALL
                .into_iter()
                .find(|one| one.code() == look)
                .unwrap_or_default(),
            without_usual: is_left_out("usual"),
            without_year: is_left_out("year"),
            beside,
        }
    }

    /// The address that wants this of a site.
    pub fn address(&self, site: i64) -> String {
        let mut fields = match (&self.own, self.on) {
            (Some(own), _) => vec![
                ("from", own.from.to_string()),
                ("to", own.last().to_string()),
                ("step", own.step.code().to_owned()),
            ],
            (None, Some(on)) => vec![
                ("view", self.view.code().to_owned()),
                ("on", on.to_string()),
            ],
            (None, None) => vec![("view", self.view.code().to_owned())],
        };
        if self.look != Look::default() {
            fields.push(("look", self.look.code().to_owned()));
        }
        let left_out = [("usual", self.without_usual), ("year", self.without_year)];
        let left_out = left_out.into_iter().filter(|(_, left)| *left);
        let without: Vec<_> = left_out.map(|(name, _)| name).collect();
        let beside: Vec<_> = self.beside.iter().map(i64::to_string).collect();
        for (name, list) in [("without", without.join(",")), ("beside", beside.join(","))] {
            if !list.is_empty() {
                fields.push((name, list));
            }
        }
        let fields = fields
            .into_iter()
            .map(|(name, value)| format!("{name}={value}"));
        format!("/sites/{site}?{}", fields.collect::<Vec<_>>().join("&"))
    }

    /// Its days, on a day that is today.
    pub fn period(&self, today: NaiveDate) -> Period {
        self.own
            .unwrap_or_else(|| self.view.around(self.on.unwrap_or(today)))
    }

    /// Another unit around the same days: around today, where they hold it.
    pub fn by(&self, view: View, today: NaiveDate) -> Self {
        let period = self.period(today);
        let on = (!period.contains(today)).then_some(period.from);
        self.around(view, on)
    }

    /// What lies right before.
    pub fn earlier(&self, today: NaiveDate) -> Self {
        let period = self.period(today);
        match self.own {
            Some(_) => self.of_own(period.before()),
            None => self.around(self.view, Some(period.from - TimeDelta::days(1))),
        }
    }

    /// What lies right after; none, where that is yet to come.
    pub fn later(&self, today: NaiveDate) -> Option<Self> {
        let period = self.period(today);
        (period.to <= today).then(|| match self.own {
            Some(_) => self.of_own(period.after()),
            None => self.around(self.view, Some(period.to)),
        })
    }

    /// The unit around today.
    pub fn now(&self) -> Self {
        self.around(self.view, None)
    }

    fn around(&self, view: View, on: Option<NaiveDate>) -> Self {
        Self {
            view,
            on,
            own: None,
            ..self.clone()
        }
    }

    fn of_own(&self, period: Period) -> Self {
        Self {
            own: Some(period),
            ..self.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// The day on which it is looked.
    fn today() -> NaiveDate {
        date("2026-11-25")
    }

    /// What the query of an address wants.
    fn of(query: &str) -> Wanted {
        let fields = query.split('&').filter_map(|field| field.split_once('='));
        Wanted::of(|name| {
            let found = fields.clone().find(|(given, _)| *given == name);
            found.map(|(_, value)| value.to_owned())
        })
    }

    fn query(wanted: &Wanted) -> String {
        let address = wanted.address(1);
        address
            .strip_prefix("/sites/1?")
            .unwrap_or_default()
            .to_owned()
    }

    #[test]
    fn a_view_is_an_address() {
        let check = |given: &str, expected: &str| assert_eq!(query(&of(given)), expected);
        let same = |given: &str| check(given, given);
        check("", "view=month");
        check("view=decade&on=yesterday&look=away&beside=x,", "view=month");
        same("view=weeks");
        same("view=week&on=2026-03-01");
        same("from=2026-03-01&to=2026-03-10&step=day");
        same("view=day&look=inside&without=usual&beside=3");
        same("view=day&look=both&without=usual,year&beside=3,7");
        check("view=day&beside=3,3,4,5,6,7", "view=day&beside=3,4,5,6");
        // Days in the wrong order are none.
        check(
            "from=2026-03-10&to=2026-03-01&step=day&view=day",
            "view=day",
        );
    }

    #[test]
    fn a_view_has_its_days() {
        let check = |given: &str, from, to| {
            let period = of(given).period(today());
            assert_eq!((period.from, period.to), (date(from), date(to)));
        };
        check("", "2026-11-01", "2026-12-01");
        check("view=week&on=2026-03-01", "2026-02-23", "2026-03-02");
        check(
            "from=2026-03-01&to=2026-03-10&step=day",
            "2026-03-01",
            "2026-03-11",
        );
    }

    #[test]
    fn views_follow_each_other_up_to_today() {
        let check = |given: &str, earlier: &str, later: Option<&str>| {
            let wanted = of(given);
            assert_eq!(query(&wanted.earlier(today())), earlier);
            let next = wanted.later(today()).map(|next| query(&next));
            assert_eq!(next.as_deref(), later);
        };
        check("view=day&beside=3", "view=day&on=2026-11-24&beside=3", None);
        check(
            "view=day&on=2026-11-24",
            "view=day&on=2026-11-23",
            Some("view=day&on=2026-11-25"),
        );
        check(
            "view=month&on=2026-03-31",
            "view=month&on=2026-02-28",
            Some("view=month&on=2026-04-01"),
        );
        check(
            "from=2026-11-01&to=2026-11-10&step=day",
            "from=2026-10-22&to=2026-10-31&step=day",
            Some("from=2026-11-11&to=2026-11-20&step=day"),
        );
    }

    #[test]
    fn another_unit_stays_near() {
        let check = |given: &str, expected: &str| {
            assert_eq!(query(&of(given).by(View::Day, today())), expected);
        };
        check("view=month", "view=day");
        check("view=month&on=2026-11-02", "view=day");
        check("view=month&on=2026-03-31", "view=day&on=2026-03-01");
        check(
            "from=2026-03-05&to=2026-03-06&step=day",
            "view=day&on=2026-03-05",
        );
        assert_eq!(
            query(&of("view=week&on=2026-03-05&look=both").now()),
            "view=week&look=both"
        );
    }
}
