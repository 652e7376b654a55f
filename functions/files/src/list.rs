//! The files that there are, as the portal's build has listed them. What is not
//! listed is not served, whatever a path says.

use std::collections::HashMap;

use serde::Deserialize;

use crate::encoding::Encoding;

/// The page that shows every screen.
pub const PAGE: &str = "/index.html";

/// What other functions answer: below these no screen is.
const OTHERS: [&str; 5] = ["api", "assets", "internal", "mail", "push"];

/// A file.
#[derive(Debug, Deserialize)]
pub struct File {
    /// Its media type.
    #[serde(rename = "type")]
    pub media_type: String,
    /// Of its contents, in hexadecimal digits.
    pub hash: String,
    /// The codings in which it is kept beside the plain one.
    pub encodings: Vec<Encoding>,
}

/// The files by their path.
#[derive(Debug, Deserialize)]
#[serde(transparent)]
pub struct List(HashMap<String, File>);

impl List {
    /// The file that a path shows, and its own path: the file of that name, or the
    /// page where the path is a screen's; nothing for anything else.
    #[must_use]
    pub fn find(&self, path: &str) -> Option<(&str, &File)> {
        let path = if is_screen(path) { PAGE } else { path };
        let (path, file) = self.0.get_key_value(path)?;
        Some((path, file))
    }
}

/// Whether a path can be a screen's: those are plain words and numbers.
fn is_screen(path: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-_".contains(&byte);
    let first = path.split('/').nth(1).unwrap_or_default();
    path.starts_with('/') && path.bytes().all(plain) && !OTHERS.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(path: &str, expected: Option<&str>) {
        let list: List = serde_json::from_str(
            r#"{
                "/index.html": {"type": "text/html", "hash": "00", "encodings": ["br"]},
                "/favicon.svg": {"type": "image/svg+xml", "hash": "01", "encodings": []},
                "/assets/a.00.js": {"type": "text/javascript", "hash": "02", "encodings": ["br", "gzip"]}
            }"#,
        )
        .unwrap();
        assert_eq!(list.find(path).map(|(path, _)| path), expected, "{path}");
    }

    #[test]
    fn a_listed_path_shows_its_file_and_a_screens_path_the_page() {
        check("/favicon.svg", Some("/favicon.svg"));
        check("/assets/a.00.js", Some("/assets/a.00.js"));
        for screen in ["/", "/index.html", "/sites/7/", "/sign-in", "/apiary"] {
            check(screen, Some(PAGE));
        }
    }

    #[test]
    fn anything_else_is_not_there() {
        for path in [
            "",
            "/assets/a.01.js",
            "/assets/",
            "/assets",
            "/api/v2/sites",
            "/push",
            "/internal/tick/files",
            "/mail/x",
            "/files.json",
            "/index.html.br",
            "/favicon.ico",
            "/../spin.toml",
            "/assets/../../spin.toml",
            "/assets/..%2f..%2fspin.toml",
            "/%2e%2e/spin",
            "/sites\\..\\spin",
            "/sites\0",
            "//etc/passwd.txt",
        ] {
            check(path, None);
        }
    }
}
