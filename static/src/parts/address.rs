//! What stands in an address.

/// A text as it stands in an address.
pub fn escaped(text: &str) -> String {
    text.bytes().fold(String::new(), |mut escaped, byte| {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'-' | b'_' | b'.' | b'~' => {
                escaped.push(char::from(byte));
            }
            _ => escaped.push_str(&format!("%{byte:02X}")),
        }
        escaped
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_characters_stand_as_they_are() {
        let check = |text: &str, expected: &str| assert_eq!(escaped(text), expected);
        check("", "");
        check("a-Z_0.~", "a-Z_0.~");
        check("a@b.example", "a%40b.example");
        check(
            "дверь & 7/8",
            "%D0%B4%D0%B2%D0%B5%D1%80%D1%8C%20%26%207%2F8",
        );
    }
}
