//! The language of messages.

use http::{HeaderMap, header};
use spp_formats::Language;

/// The language that the client prefers among ours; Russian where it does not
/// say, or prefers neither.
#[must_use]
pub fn language(headers: &HeaderMap) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let mut best = (0.0, Language::Russian);
    for range in wanted.split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(Some(1.0), |q| q.parse::<f32>().ok())
            .unwrap_or_default();
        let known = match tag.split('-').next() {
            Some("en") => Language::English,
            Some("ru") => Language::Russian,
            _ => continue,
        };
        if best.0 < quality {
            best = (quality, known);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(header: &str, expected: Language) {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT_LANGUAGE, header.parse().unwrap());
        assert_eq!(language(&headers), expected, "{header}");
    }

    #[test]
    fn the_preferred_known_language_wins() {
        check("", Language::Russian);
        check("de", Language::Russian);
        check("en-GB", Language::English);
        check("de, en;q=0.5, ru;q=0.4", Language::English);
        check("en;q=0.1, ru", Language::Russian);
        check("en;q=nonsense", Language::Russian);
    }
}
