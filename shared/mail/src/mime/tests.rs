use chrono::TimeZone;
use mail_parser::{HeaderValue as Parsed, MessageParser, MimeHeaders as _};
use proptest::prelude::*;

use super::*;

fn party(text: &str) -> Party {
    text.parse().unwrap()
}

fn letter() -> Letter {
    Letter {
        subject: "[СПП-123] Нет связи с датчиком «Вход 1», ТЦ Север".to_owned(),
        text: "Нет связи с датчиком.\r\n.\r\nFrom here\r\n".to_owned(),
        html: "<p>Нет связи с датчиком.</p>\r\n".to_owned(),
    }
}

fn envelope<'a>(from: &'a Party, to: &'a Party, topic: Topic<'a>) -> Envelope<'a> {
    Envelope {
        from,
        to,
        date: Utc.with_ymd_and_hms(2026, 11, 25, 11, 5, 0).unwrap(),
        domain: "spp.example",
        topic,
        bounce_id: Some("45.1.abc"),
    }
}

const FIRST: Topic<'_> = Topic::Incident {
    number: 123,
    event: 45,
    first: None,
};

fn made(letter: &Letter, topic: Topic<'_>) -> Mime {
    let from = party("Служба СПП <spp@spp.example>");
    let to = party("Пётр, техник <it@sever.example>");
    mime(letter, &envelope(&from, &to, topic)).unwrap()
}

/// A header of the message as a real parser reads it.
fn header(message: &Mime, name: &str) -> Option<String> {
    let parsed = MessageParser::default().parse(&message.raw).unwrap();
    let id = |id: &str| format!("<{id}>");
    match parsed.header(name.to_owned())? {
        Parsed::Text(text)
            if name.ends_with("ID") || name.starts_with("In-") || name == "References" =>
        {
            Some(id(text))
        }
        Parsed::Text(text) => Some(text.to_string()),
        Parsed::TextList(texts) => Some(texts.join(" ")),
        Parsed::Address(address) => {
            let address = address.first()?;
            let name = address.name().unwrap_or_default();
            Some(format!("{name} <{}>", address.address()?))
        }
        Parsed::DateTime(date) => Some(date.to_rfc3339()),
        other => Some(format!("{other:?}")),
    }
}

#[test]
fn a_parser_reads_what_was_written() {
    let message = made(&letter(), FIRST);
    let check = |name, expected: &str| {
        assert_eq!(header(&message, name).as_deref(), Some(expected), "{name}");
    };
    check("From", "Служба СПП <spp@spp.example>");
    check("To", "Пётр, техник <it@sever.example>");
    check("Subject", &letter().subject);
    check("Date", "2026-11-25T11:05:00Z");
    check("Message-ID", &message.message_id);
    check("Auto-Submitted", "auto-generated");
    check("X-Auto-Response-Suppress", "All");
    check("X-Bounce-Id", "45.1.abc");
    let parsed = MessageParser::default().parse(&message.raw).unwrap();
    assert_eq!(parsed.parts.len(), 3);
    assert_eq!(
        parsed.content_type().unwrap().subtype(),
        Some("alternative")
    );
    assert_eq!(parsed.body_text(0).unwrap(), letter().text);
    assert_eq!(parsed.body_html(0).unwrap(), letter().html);
}

#[test]
fn letters_about_an_incident_are_one_thread_a_recipient() {
    let topic = |event, first| Topic::Incident {
        number: 123,
        event,
        first,
    };
    let first = made(&letter(), topic(45, None));
    let next = made(&letter(), topic(46, Some(45)));
    assert!(first.message_id.starts_with("<incident-123.event-45."));
    assert_eq!(header(&first, "In-Reply-To"), None);
    assert_eq!(header(&next, "In-Reply-To"), Some(first.message_id.clone()));
    assert_eq!(header(&next, "References"), Some(first.message_id.clone()));
    assert_eq!(made(&letter(), topic(45, Some(45))), first);
    // Another recipient has a thread of its own.
    let (from, to) = (party("spp@spp.example"), party("other@sever.example"));
    let other = mime(&letter(), &envelope(&from, &to, FIRST)).unwrap();
    assert_ne!(other.message_id, first.message_id);
}

#[test]
fn only_digests_can_be_unsubscribed_from() {
    let incident = made(&letter(), FIRST);
    assert_eq!(header(&incident, "List-Unsubscribe-Post"), None);
    let unsubscribe = "https://spp.example/unsubscribe/a-rather-long-token-that-does-not-fit-on-one-line-of-seventy-six";
    let digest = made(
        &letter(),
        Topic::Digest {
            number: 7,
            unsubscribe,
        },
    );
    assert_eq!(
        header(&digest, "List-Unsubscribe-Post").as_deref(),
        Some("List-Unsubscribe=One-Click")
    );
    let raw = String::from_utf8(digest.raw).unwrap().replace("\r\n ", " ");
    assert!(
        raw.contains(&format!("List-Unsubscribe: <{unsubscribe}>\r\n")),
        "{raw}"
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    assert_eq!(made(&letter(), FIRST), made(&letter(), FIRST));
}

#[test]
fn an_address_is_taken_only_if_mail_can_be_sent_to_it() {
    let check = |text: &str, expected: Option<&str>| {
        let party = text.parse::<Party>().ok();
        assert_eq!(party.as_ref().map(Party::address), expected, "{text}");
    };
    check("a@b.example", Some("a@b.example"));
    check(" СПП <a@b.example> ", Some("a@b.example"));
    check("\"A, B\" <a+c@b.example>", Some("a+c@b.example"));
    check("it@север.рф", Some("it@xn--b1afb8bb.xn--p1ai"));
    check("пост@север.рф", None);
    check("a@b.example\r\nBcc: c@d.example", None);
    check("a b@c.example", None);
    check("a@", None);
    check("@b", None);
    check("a", None);
    check("", None);
}

#[test]
fn what_is_unfit_is_refused() {
    let (from, to) = (party("a@b.example"), party("c@d.example"));
    let check = |envelope: Envelope<'_>, expected| {
        assert_eq!(mime(&letter(), &envelope), Err(expected));
    };
    let good = envelope(&from, &to, FIRST);
    for domain in ["", "a b", "a>\r\nX: b", "a..b"] {
        check(
            Envelope {
                domain,
                ..good.clone()
            },
            Unfit::Domain,
        );
    }
    for unsubscribe in ["", "mailto:a@b", "https://a/>\r\nX: b"] {
        let topic = Topic::Digest {
            number: 1,
            unsubscribe,
        };
        check(
            Envelope {
                topic,
                ..good.clone()
            },
            Unfit::Unsubscribe,
        );
    }
}

proptest! {
    #[test]
    fn no_text_can_add_a_header_or_break_the_message(
        subject in any::<String>(),
        name in any::<String>(),
        text in any::<String>(),
        html in any::<String>(),
        bounce in any::<String>(),
    ) {
        let from = Party::new(&name, "spp@spp.example").unwrap();
        let to = Party::new(&name, "it@sever.example").unwrap();
        let letter = Letter { subject: format!("{subject}\r\nBcc: x@y.example\r\n\r\n"), text, html };
        let mut envelope = envelope(&from, &to, FIRST);
        envelope.bounce_id = Some(&bounce);
        let message = mime(&letter, &envelope).unwrap();
        prop_assert!(message.raw.is_ascii());
        let raw = String::from_utf8(message.raw.clone()).unwrap();
        prop_assert!(raw.split("\r\n").all(|line| line.len() <= 998 && !line.contains(['\r', '\n'])));
        let (head, _) = raw.split_once("\r\n\r\n").unwrap();
        let names: Vec<_> = head
            .split("\r\n")
            .filter(|line| !line.starts_with([' ', '\t']))
            .map(|line| line.split(':').next().unwrap())
            .collect();
        prop_assert_eq!(names, [
            "From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
            "X-Auto-Response-Suppress", "X-Bounce-Id", "MIME-Version", "Content-Type",
        ]);
        let parsed = MessageParser::default().parse(&message.raw).unwrap();
        prop_assert_eq!(parsed.parts.len(), 3);
    }
}
