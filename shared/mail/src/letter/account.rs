//! Letters to somebody who is to sign in.

use super::{Block, Document, Letter};
use crate::locale::Locale;

/// Why somebody is written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// To sign in for the first time.
    Invitation,
    /// To set another password.
    PasswordReset,
}

/// A letter with a one-time link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The reader's language.
    pub locale: Locale,
    /// Why it is sent.
    pub reason: Reason,
    /// Whom it greets.
    pub name: String,
    /// Where the password is set.
    pub link: String,
}

/// Writes a letter with a one-time link.
#[must_use]
pub fn account(account: &Account) -> Letter {
    let locale = account.locale;
    let (title, what, button, until) = match account.reason {
        Reason::Invitation => (
            locale.say("Приглашение в СПП", "You are invited to SPP"),
            locale.say(
                "Для вас создана учётная запись в системе подсчёта посетителей. \
                 Задайте пароль, чтобы войти.",
                "An account in the visitor counting system was made for you. \
                 Set a password to sign in.",
            ),
            locale.say("Задать пароль и войти", "Set a password and sign in"),
            locale.say(
                "Ссылка действует 7 дней и только один раз.",
                "The link is good for 7 days, and once.",
            ),
        ),
        Reason::PasswordReset => (
            locale.say("Новый пароль для СПП", "A new password for SPP"),
            locale.say(
                "Кто-то попросил сменить пароль вашей учётной записи. \
                 Если это были не вы, ничего не делайте: пароль останется прежним.",
                "Somebody has asked for a new password of your account. \
                 If it was not you, do nothing: the password stays.",
            ),
            locale.say("Задать новый пароль", "Set a new password"),
            locale.say(
                "Ссылка действует один час и только один раз.",
                "The link is good for one hour, and once.",
            ),
        ),
    };
    let greeting = locale.say("Здравствуйте", "Hello");
    let blocks = vec![
        Block::Paragraph(format!("{greeting}, {}!", account.name)),
        Block::Paragraph(what.to_owned()),
        Block::Link(button.to_owned(), account.link.clone()),
        Block::Paragraph(until.to_owned()),
    ];
    let subject = format!("[{}] {title}", locale.say("СПП", "SPP"));
    Document {
        locale,
        title: title.to_owned(),
        blocks,
    }
    .letter(&subject)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_with_a_link_says_what_for_and_how_long() {
        let check = |locale, reason, expected: [&str; 4]| {
            let letter = account(&Account {
                locale,
                reason,
                name: "Анна <b>".to_owned(),
                link: "https://spp.example/join#abc-_".to_owned(),
            });
            let [subject, greeting, button, until] = expected;
            assert_eq!(letter.subject, subject);
            for part in [greeting, button, until, "https://spp.example/join#abc-_"] {
                assert!(letter.text.contains(part), "{part}: {}", letter.text);
                let escaped = part.replace('<', "&lt;").replace('>', "&gt;");
                assert!(letter.html.contains(&escaped), "{part}: {}", letter.html);
            }
        };
        check(
            Locale::Ru,
            Reason::Invitation,
            [
                "[СПП] Приглашение в СПП",
                "Здравствуйте, Анна <b>!",
                "Задать пароль и войти",
                "Ссылка действует 7 дней и только один раз.",
            ],
        );
        check(
            Locale::En,
            Reason::PasswordReset,
            [
                "[SPP] A new password for SPP",
                "Hello, Анна <b>!",
                "Set a new password",
                "The link is good for one hour, and once.",
            ],
        );
    }
}
