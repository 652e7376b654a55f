//! Text of others, made harmless: it stays one line and says nothing in disguise.

/// One line of at most so many characters. Control characters become spaces,
/// those that turn the direction of writing or cannot be seen are left out, and
/// a longer text ends in an ellipsis.
pub fn line(text: &str, most: usize) -> String {
    let plain: String = text
        .chars()
        .filter(|character| !is_hidden(*character))
        .map(|character| if is_break(character) { ' ' } else { character })
        .collect();
    let words: Vec<_> = plain.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// An address to follow, or nothing where it is no HTTP address in one word.
pub fn address(url: &str) -> Option<&str> {
    let known = url.starts_with("https://") || url.starts_with("http://");
    let one_word = !url
        .chars()
        .any(|character| character.is_whitespace() || is_break(character) || is_hidden(character));
    (known && one_word).then_some(url)
}

fn is_break(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

fn is_hidden(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_stays_one_line() {
        let check = |text, expected: &str| assert_eq!(line(text, 12), expected);
        check("ТЦ Север", "ТЦ Север");
        check("  a\r\nBcc: b\t", "a Bcc: b");
        check("a\u{2028}b\u{0}c", "a b c");
        check("a\u{202e}b\u{200b}", "ab");
        check("двенадцать знаков", "двенадцать…");
        check("", "");
    }

    #[test]
    fn only_addresses_of_the_web_are_followed() {
        let check = |url, expected| assert_eq!(address(url).is_some(), expected, "{url}");
        check("https://spp.example/i/1?a=b&c=d", true);
        check("http://127.0.0.1:3000/", true);
        check("javascript:alert(1)", false);
        check("https://spp.example/\r\nBcc: x", false);
        check("https://spp.example/ a", false);
        check("", false);
    }
}
