//! What people say in their own words.

use crate::{Error, Result};

/// The most characters of a text.
const MOST: usize = 4_000;

/// A text without spaces around it; nothing, or an empty text, is nothing.
///
/// # Errors
/// `422` naming the field, where it has more than 4,000 characters.
pub fn words(field: &str, text: Option<&str>) -> Result<Option<String>> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    if text.is_some_and(|text| MOST < text.chars().count()) {
        let (english, russian) = (
            "expected at most 4,000 characters",
            "ожидается не более 4000 символов",
        );
        return Err(Error::invalid(field, english, russian));
    }
    Ok(text.map(str::to_owned))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_spaces_around_them_and_an_end() {
        let check = |text: Option<&str>, expected: std::result::Result<Option<&str>, ()>| {
            let found = words("text", text).map_err(|_| ());
            assert_eq!(found, expected.map(|text| text.map(str::to_owned)));
        };
        check(None, Ok(None));
        check(Some(" \n "), Ok(None));
        check(Some(" so it is "), Ok(Some("so it is")));
        let longest = "я".repeat(MOST);
        check(Some(&longest), Ok(Some(&longest)));
        check(Some(&"я".repeat(MOST + 1)), Err(()));
    }
}
