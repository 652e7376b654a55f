//! Which incidents are looked at: it stands in the address, so that a filter is a
//! link.

use crate::parts::address::escaped;

/// How many incidents a page adds.
pub const PAGE: u32 = 50;

/// Which incidents are looked at. What is empty does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Words to search for.
    pub search: String,
    /// `""` for those that are open, `false` for those that are closed, `all`.
    pub open: String,
    /// The side's code, or `none` where it is not decided.
    pub side: String,
    /// The code of who has to act.
    pub whose: String,
    /// The symptom's code.
    pub symptom: String,
    /// The site's number.
    pub site: String,
    /// `true` for those of which a term is near or past.
    pub at_risk: String,
}

impl Wanted {
    /// What an address wants.
    pub fn of(read: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name| read(name).unwrap_or_default();
        let open = match read("open").as_str() {
            "true" => String::new(),
            other => other.to_owned(),
        };
        Self {
            search: read("search"),
            open,
            side: read("side"),
            whose: read("whose"),
            symptom: read("symptom"),
            site: read("site"),
            at_risk: read("at_risk"),
        }
    }

    /// The address that wants this.
    pub fn address(&self) -> String {
        let fields = [
            ("search", &self.search),
            ("open", &self.open),
            ("side", &self.side),
            ("whose", &self.whose),
            ("symptom", &self.symptom),
            ("site", &self.site),
            ("at_risk", &self.at_risk),
        ];
        match query(fields) {
            none if none.is_empty() => "/incidents".to_owned(),
            query => format!("/incidents?{query}"),
        }
    }

    /// The query by which the service is asked, for so many pages.
    pub fn request(&self, pages: u32) -> String {
        let open = match self.open.as_str() {
            "" => "true",
            "all" => "",
            other => other,
        };
        let (side, decided) = match self.side.as_str() {
            "none" => ("", "false"),
            side => (side, ""),
        };
        let limit = (pages * PAGE).min(1_000);
        query([
            ("search", self.search.as_str()),
            ("open", open),
            ("side", side),
            ("decided", decided),
            ("whose", &self.whose),
            ("symptom", &self.symptom),
            ("site", &self.site),
            ("at_risk", &self.at_risk),
            ("limit", &limit.to_string()),
        ])
    }
}

/// A query of those fields that are filled.
fn query<'a, T: AsRef<str> + 'a>(fields: impl IntoIterator<Item = (&'a str, T)>) -> String {
    let filled = fields
        .into_iter()
        .filter(|(_, value)| !value.as_ref().is_empty())
        .map(|(name, value)| format!("{name}={}", escaped(value.as_ref())));
    filled.collect::<Vec<_>>().join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &[(&str, &str)], address: &str, request: &str) {
        let read = |name: &str| {
            let found = given.iter().find(|(given, _)| *given == name);
            found.map(|(_, value)| (*value).to_owned())
        };
        let wanted = Wanted::of(read);
        assert_eq!(wanted.address(), address);
        assert_eq!(wanted.request(1), format!("{request}limit=50"));
    }

    #[test]
    fn a_filter_is_an_address() {
        check(&[], "/incidents", "open=true&");
        check(&[("open", "true")], "/incidents", "open=true&");
        check(&[("open", "all")], "/incidents?open=all", "");
        check(
            &[("open", "false"), ("side", "client")],
            "/incidents?open=false&side=client",
            "open=false&side=client&",
        );
        check(
            &[("side", "none"), ("at_risk", "true")],
            "/incidents?side=none&at_risk=true",
            "open=true&decided=false&at_risk=true&",
        );
        check(
            &[("search", "дверь & 7")],
            "/incidents?search=%D0%B4%D0%B2%D0%B5%D1%80%D1%8C%20%26%207",
            "search=%D0%B4%D0%B2%D0%B5%D1%80%D1%8C%20%26%207&open=true&",
        );
    }

    #[test]
    fn no_more_is_asked_for_than_the_service_gives() {
        let wanted = Wanted::default();
        assert_eq!(wanted.request(3), "open=true&limit=150");
        assert_eq!(wanted.request(30), "open=true&limit=1000");
    }
}
