//! Which screen a path leads to.

/// What a path leads to. Two that differ are two screens, which share nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Setting a password by a one-time link.
    Join,
    /// How all sites stand today.
    Today,
    /// All sites.
    Sites,
    /// The site of this number.
    Site(i64),
    /// The sensor of this number.
    Sensor(i64),
    /// Setting up the device of the sensor of this number.
    Setup(i64),
    /// All incidents.
    Incidents,
    /// The incident of this number.
    Incident(i64),
    /// The knowledge base.
    Articles,
    /// The article of this name, as it stands in the path.
    Article(String),
    /// Everything of the administration, which finds its own way further down: it
    /// stays what it is wherever one goes within it.
    Admin,
    /// Who is signed in.
    Account,
    /// No screen.
    Nowhere,
}

impl Place {
    /// Where a path leads; a `/` at its end does not matter.
    pub fn of(path: &str) -> Self {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let words: Vec<&str> = path.split('/').collect();
        match *words.as_slice() {
            ["join" | "reset"] => Self::Join,
            [""] => Self::Today,
            ["sites"] => Self::Sites,
            ["sites", id] => numbered(id, Self::Site),
            ["sensors", id] => numbered(id, Self::Sensor),
            ["sensors", id, "setup"] => numbered(id, Self::Setup),
            ["incidents"] => Self::Incidents,
            ["incidents", id] => numbered(id, Self::Incident),
            ["articles"] => Self::Articles,
            ["articles", name] if !name.is_empty() => Self::Article(name.to_owned()),
            ["admin", ..] => Self::Admin,
            ["account"] => Self::Account,
            _ => Self::Nowhere,
        }
    }
}

/// The place of something with a number; what is no number leads nowhere.
fn numbered(id: &str, place: fn(i64) -> Place) -> Place {
    id.parse().map_or(Place::Nowhere, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leads_to_one_place() {
        let check = |path: &str, expected| assert_eq!(Place::of(path), expected, "{path}");
        check("/", Place::Today);
        check("/join", Place::Join);
        check("/reset/", Place::Join);
        check("/sites", Place::Sites);
        check("/sites/", Place::Sites);
        check("/sites/7", Place::Site(7));
        check("/sensors/7", Place::Sensor(7));
        check("/sensors/7/setup", Place::Setup(7));
        check("/sensors/7/setup/", Place::Setup(7));
        check("/incidents", Place::Incidents);
        check("/incidents/7", Place::Incident(7));
        check("/articles", Place::Articles);
        check("/articles/no_power", Place::Article("no_power".to_owned()));
        check("/account", Place::Account);
    }

    #[test]
    fn the_administration_is_one_place() {
        let check = |path: &str| assert_eq!(Place::of(path), Place::Admin, "{path}");
        check("/admin");
        check("/admin/");
        check("/admin/sites/new");
        check("/admin/limits/site/7");
    }

    #[test]
    fn other_paths_lead_nowhere() {
        let check = |path: &str| assert_eq!(Place::of(path), Place::Nowhere, "{path}");
        check("/sites/all");
        check("/sites/7/doors");
        check("/sites/99999999999999999999");
        check("/sensors");
        check("/sensors/all/setup");
        check("/articles//");
        check("/administrators");
        check("//sites");
        check("/api/v1/sites");
        check("/assets/pages.js");
    }
}
