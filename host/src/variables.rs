//! Variables: what is given from outside, and what a component sees of it.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Context as _, Result, bail, ensure};
use wasmtime::component::Accessor;

use crate::bindings::variables::{Error, Host, HostWithStore};
use crate::instances::{Guest, Imports};
use crate::manifest;

/// The application's variables and their values. They may be secrets: neither
/// printed nor logged.
pub struct Variables(BTreeMap<String, String>);

impl Variables {
    /// Decides each variable's value: given on the command line, else in the
    /// environment as `SPIN_VARIABLE_<NAME>`, else the manifest's default.
    pub fn resolve(
        declared: &BTreeMap<String, manifest::Variable>,
        given: &[(String, String)],
        environment: impl Fn(&str) -> Option<String>,
    ) -> Result<Self> {
        for (name, _) in given {
            ensure!(
                declared.contains_key(name),
                "the variable {name:?} is given, but the manifest has no such variable"
            );
        }
        let mut values = BTreeMap::new();
        for (name, variable) in declared {
            check_name(name).map_err(anyhow::Error::msg)?;
            let value = given
                .iter()
                .rev()
                .find(|(given, _)| given == name)
                .map(|(_, value)| value.clone())
                .or_else(|| environment(&format!("SPIN_VARIABLE_{}", name.to_ascii_uppercase())))
                .or_else(|| variable.default.clone())
                .with_context(|| {
                    format!(
                        "the variable {name:?} is required: give it with --variable {name}=... \
                         or SPIN_VARIABLE_{}",
                        name.to_ascii_uppercase()
                    )
                })?;
            values.insert(name.clone(), value);
        }
        Ok(Self(values))
    }

    /// Fills a template: text in which `{{ name }}` stands for a value.
    pub fn fill(&self, template: &str) -> Result<String> {
        let mut filled = String::new();
        let mut rest = template;
        while let Some((before, from)) = rest.split_once("{{") {
            let (name, after) = from
                .split_once("}}")
                .with_context(|| format!("{template:?} has a {{{{ without its }}}}"))?;
            let name = name.trim();
            let Some(value) = self.0.get(name) else {
                bail!("{template:?} names the variable {name:?}, which is not defined");
            };
            filled.push_str(before);
            filled.push_str(value);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// A component's variables, filled.
    pub fn of(&self, component: &manifest::Component) -> Result<HashMap<String, String>> {
        component
            .variables
            .iter()
            .map(|(name, template)| {
                check_name(name).map_err(anyhow::Error::msg)?;
                Ok((name.clone(), self.fill(template)?))
            })
            .collect()
    }
}

/// Reads `name=value`, or `name=@file` for a value that stands in a file.
pub fn parse_assignment(text: &str) -> Result<(String, String)> {
    let (name, value) = text
        .split_once('=')
        .context("a variable is given as name=value")?;
    let value = match value.strip_prefix('@') {
        Some(file) => std::fs::read_to_string(file)
            .with_context(|| format!("the variable {name:?} is to be read from {file}"))?,
        None => value.to_owned(),
    };
    Ok((name.to_owned(), value))
}

impl Host for Guest {}

impl<T: Send> HostWithStore<T> for Imports {
    async fn get(
        accessor: &Accessor<T, Self>,
        name: String,
    ) -> wasmtime::Result<Result<String, Error>> {
        if let Err(reason) = check_name(&name) {
            return Ok(Err(Error::InvalidName(reason)));
        }
        Ok(accessor.with(|mut access| {
            access
                .get()
                .grants()
                .variables
                .get(&name)
                .cloned()
                .ok_or_else(|| Error::Undefined(format!("no variable {name:?} for the component")))
        }))
    }
}

/// Names are such that they can be part of an environment variable's name.
fn check_name(name: &str) -> Result<(), String> {
    let bytes = name.as_bytes();
    let fits = bytes.first().is_some_and(u8::is_ascii_lowercase)
        && bytes.last().is_some_and(u8::is_ascii_alphanumeric)
        && !name.contains("__")
        && bytes
            .iter()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'_');
    if fits {
        Ok(())
    } else {
        Err(format!(
            "{name:?} is no name of a variable: lower-case letters, digits and single underscores"
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn declared(text: &str) -> BTreeMap<String, manifest::Variable> {
        toml::from_str(text).unwrap()
    }

    fn resolve(text: &str, given: &[(&str, &str)], env: &[(&str, &str)]) -> Result<Variables> {
        let given: Vec<_> = given
            .iter()
            .map(|(n, v)| ((*n).to_owned(), (*v).to_owned()))
            .collect();
        Variables::resolve(&declared(text), &given, |name| {
            env.iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    #[test]
    fn the_command_line_wins_then_the_environment_then_the_default() {
        let text = "a_b = { default = \"d\" }";
        let env = [("SPIN_VARIABLE_A_B", "e")];
        let value = |v: Result<Variables>| v.unwrap().fill("<{{ a_b }}>").unwrap();
        assert_eq!(value(resolve(text, &[("a_b", "c")], &env)), "<c>");
        assert_eq!(value(resolve(text, &[], &env)), "<e>");
        assert_eq!(value(resolve(text, &[], &[])), "<d>");
    }

    #[test]
    fn a_required_variable_is_missed() {
        let error = resolve("token = { required = true }", &[], &[])
            .err()
            .unwrap();
        assert!(error.to_string().contains("SPIN_VARIABLE_TOKEN"));
    }

    #[test]
    fn unknown_names_are_refused() {
        assert!(resolve("a = { default = \"\" }", &[("b", "x")], &[]).is_err());
        let variables = resolve("a = { default = \"1\" }", &[], &[]).unwrap();
        assert!(variables.fill("{{ b }}").is_err());
        assert!(variables.fill("{{ a").is_err());
        assert_eq!(variables.fill("{{a}}-{{ a }}-").unwrap(), "1-1-");
        assert_eq!(variables.fill("plain").unwrap(), "plain");
    }

    #[test]
    fn names_follow_spins_rules() {
        for name in ["a", "a1", "admin_token"] {
            assert!(check_name(name).is_ok(), "{name}");
        }
        for name in ["", "A", "1a", "a_", "_a", "a__b", "a-b", "ä"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn an_assignment_may_name_a_file() {
        let pair = |n: &str, v: &str| (n.to_owned(), v.to_owned());
        assert_eq!(parse_assignment("a=b=c").unwrap(), pair("a", "b=c"));
        assert!(parse_assignment("a").is_err());
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "secret").unwrap();
        let text = format!("a=@{}", file.path().display());
        assert_eq!(parse_assignment(&text).unwrap(), pair("a", "secret"));
    }
}
