//! Answers that a browser saves as files.

use axum::response::{IntoResponse, Response};
use http::header;

use super::Comparison;

/// A file with a name that tells whose counts it holds, and of which period.
/// Whoever does not understand names of all letters takes the plain one.
pub fn file(comparison: &Comparison, kind: &'static str, ending: &str, bytes: Vec<u8>) -> Response {
    let name = format!("{}.{ending}", name(comparison));
    let disposition = format!(
        "attachment; filename=\"visitors.{ending}\"; filename*=UTF-8''{}",
        encoded(&name)
    );
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, bytes).into_response()
}

/// What the scope is called, with the first and the last day.
fn name(comparison: &Comparison) -> String {
    let day = |text: Option<&String>| -> String {
        let text = text.map(String::as_str).unwrap_or_default();
        text.chars().take("2026-03-01".len()).collect()
    };
    let first = comparison.parts.first().map(|part| &part.start);
    let last = comparison.parts.last().map(|part| &part.start);
    let scope = comparison.names.last().map(String::as_str);
    format!("{} {}–{}", scope.unwrap_or_default(), day(first), day(last))
}

/// A text as RFC 8187 wants it.
fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            // No part of a file's name anywhere.
            b'/' | b'\\' | b':' | 0..=31 => "_".to_owned(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_of_all_letters_is_encoded() {
        assert_eq!(encoded("Дом 1/2.csv"), "%D0%94%D0%BE%D0%BC%201_2.csv");
        assert_eq!(encoded("a\r\n\"b"), "a__%22b");
    }
}
