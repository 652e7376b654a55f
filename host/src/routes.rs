//! Routing by Spin's rules: which component a path leads to, and what the
//! component is told about it.

use std::cmp::Ordering;
use std::net::SocketAddr;

use anyhow::{Context as _, Result, bail};
use http::{HeaderMap, HeaderName, HeaderValue, Uri};

use crate::manifest::{HttpTrigger, Route as Declared};

/// The public routes, the most specific first.
pub struct Routes(Vec<Route>);

/// One route: a pattern and the component behind it.
pub struct Route {
    pattern: Vec<Segment>,
    wildcard: bool,
    raw: HeaderValue,
    prefix: HeaderValue,
    component: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Segment {
    Exact(String),
    Named(String),
}

/// A path that found its route.
pub struct Match<'a> {
    route: &'a Route,
    /// What the trailing wildcard stands for.
    rest: String,
    named: Vec<(&'a str, &'a str)>,
}

impl Routes {
    /// Takes the public routes; two alike are an error.
    pub fn new(triggers: &[HttpTrigger]) -> Result<Self> {
        let mut routes: Vec<Route> = Vec::new();
        for trigger in triggers {
            let Declared::Path(path) = &trigger.route else {
                continue;
            };
            let route = Route::parse(path, &trigger.component)
                .with_context(|| format!("the route {path:?} of {:?}", trigger.component))?;
            if let Some(other) = routes
                .iter()
                .find(|other| other.specificity(&route).is_eq())
            {
                bail!(
                    "the route {path:?} leads to {:?} and to {:?}",
                    other.component,
                    route.component
                );
            }
            routes.push(route);
        }
        routes.sort_by(Route::specificity);
        Ok(Self(routes))
    }

    /// Finds the most specific route of a path.
    pub fn find<'a>(&'a self, path: &'a str) -> Option<Match<'a>> {
        self.0.iter().find_map(|route| route.matches(path))
    }
}

impl Route {
    fn parse(path: &str, component: &str) -> Result<Self> {
        let Some(inner) = path.strip_prefix('/') else {
            bail!("a route starts with a slash");
        };
        if path.starts_with("/.well-known/spin/") {
            bail!("/.well-known/spin/ is the server's own");
        }
        let (inner, wildcard) = match inner.strip_suffix("...") {
            Some("") => ("", true),
            Some(before) if before.ends_with('/') => (before, true),
            Some(_) => bail!("\"...\" stands for whole segments: /..."),
            None => (inner, false),
        };
        let pattern = segments(inner)
            .map(|segment| match segment.strip_prefix(':') {
                Some("") => bail!("a named segment has a name"),
                Some(name) => Ok(Segment::Named(name.to_ascii_lowercase())),
                None if segment.contains('*') || segment == "..." => {
                    bail!("a wildcard is written /... and comes last")
                }
                None => Ok(Segment::Exact(segment.to_owned())),
            })
            .collect::<Result<_>>()?;
        Ok(Self {
            pattern,
            wildcard,
            raw: HeaderValue::from_str(path)?,
            prefix: HeaderValue::from_str(path.strip_suffix("/...").unwrap_or(path))?,
            component: component.to_owned(),
        })
    }

    /// The route that a component called by another component is told of.
    pub fn chained(component: &str) -> Self {
        Self {
            pattern: Vec::new(),
            wildcard: true,
            raw: HeaderValue::from_static("/..."),
            prefix: HeaderValue::from_static(""),
            component: component.to_owned(),
        }
    }

    /// Matches a path. A slash at its end makes no difference.
    pub fn matches<'a>(&'a self, path: &'a str) -> Option<Match<'a>> {
        let mut given = segments(path);
        let mut named = Vec::new();
        for segment in &self.pattern {
            let value = given.next()?;
            match segment {
                Segment::Exact(text) if text == value => {}
                Segment::Exact(_) => return None,
                Segment::Named(name) => named.push((name.as_str(), value)),
            }
        }
        let mut rest = String::new();
        for segment in given {
            if !self.wildcard {
                return None;
            }
            rest.push('/');
            rest.push_str(segment);
        }
        if self.wildcard && path.ends_with('/') {
            rest.push('/');
        }
        Some(Match {
            route: self,
            rest,
            named,
        })
    }

    /// Which of two routes is asked first: by their segments from the left,
    /// text before a name, a name before the wildcard.
    fn specificity(&self, other: &Self) -> Ordering {
        for (mine, others) in self.pattern.iter().zip(&other.pattern) {
            let order = match (mine, others) {
                (Segment::Exact(a), Segment::Exact(b)) => a.cmp(b),
                (Segment::Exact(_), Segment::Named(_)) => Ordering::Less,
                (Segment::Named(_), Segment::Exact(_)) => Ordering::Greater,
                (Segment::Named(_), Segment::Named(_)) => Ordering::Equal,
            };
            if order.is_ne() {
                return order;
            }
        }
        let longer_first = other.pattern.len().cmp(&self.pattern.len());
        longer_first.then(self.wildcard.cmp(&other.wildcard))
    }
}

impl Match<'_> {
    /// The component behind the route.
    pub fn component(&self) -> &str {
        &self.route.component
    }

    /// Tells the component about the request and its route, in the headers
    /// that Spin uses. A client's own headers of such names are removed.
    pub fn describe(&self, uri: &Uri, client: SocketAddr, headers: &mut HeaderMap) {
        forget(headers);
        let text = |text: &str| HeaderValue::from_str(text).ok();
        let mut tell = |name: &'static str, value: Option<HeaderValue>| {
            if let Some(value) = value {
                headers.insert(HeaderName::from_static(name), value);
            }
        };
        tell("spin-path-info", text(&self.rest));
        tell("spin-full-url", text(&uri.to_string()));
        tell("spin-matched-route", Some(self.route.raw.clone()));
        tell("spin-base-path", Some(HeaderValue::from_static("/")));
        tell("spin-raw-component-route", Some(self.route.raw.clone()));
        tell("spin-component-route", Some(self.route.prefix.clone()));
        tell("spin-client-addr", text(&client.to_string()));
        for (name, value) in &self.named {
            let name = HeaderName::try_from(format!("spin-path-match-{name}").replace('_', "-"));
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                headers.insert(name, value);
            }
        }
    }
}

/// Removes what only the server may say.
fn forget(headers: &mut HeaderMap) {
    let forged: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("spin-"))
        .cloned()
        .collect();
    for name in forged {
        headers.remove(name);
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    // An empty path has no segments, where `split` would find an empty one.
    path.split('/')
        .take(if path.is_empty() { 0 } else { usize::MAX })
}

#[cfg(test)]
mod tests;
