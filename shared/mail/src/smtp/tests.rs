use std::collections::VecDeque;

use futures_util::FutureExt as _;
use proptest::prelude::*;

use super::*;

/// A relay that says one thing after each thing that it hears, and keeps what it
/// heard. What it says comes in pieces of a few bytes.
#[derive(Default)]
struct Relay {
    says: VecDeque<&'static str>,
    saying: VecDeque<u8>,
    heard: Vec<u8>,
    piece: usize,
}

impl Stream for &mut Relay {
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.saying.is_empty() {
            let next = self.says.pop_front().unwrap_or_default();
            self.saying.extend(next.as_bytes());
        }
        let length = self.piece.min(self.saying.len()).min(buffer.len());
        for (place, byte) in buffer.iter_mut().zip(self.saying.drain(..length)) {
            *place = byte;
        }
        Ok(length)
    }

    async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.heard.extend_from_slice(bytes);
        Ok(())
    }
}

/// Sends messages to these recipients to a relay that says these things; returns
/// the verdicts and what the relay heard.
fn dialogue(
    says: &[&'static str],
    login: Option<&Login>,
    recipients: &[&str],
    piece: usize,
) -> (Vec<Verdict>, String) {
    let mut relay = Relay {
        says: says.iter().copied().collect(),
        piece,
        ..Relay::default()
    };
    let verdicts = async {
        let mut session = match Session::open(&mut relay, "spp.example", login).await {
            Ok(session) => session,
            Err(error) => return vec![error.verdict()],
        };
        let mut verdicts = Vec::new();
        for recipient in recipients {
            match session.send("spp@spp.example", recipient, b"Hi\r\n").await {
                Ok(_) => verdicts.push(Verdict::Sent),
                Err(error) => {
                    verdicts.push(error.verdict());
                    if !error.leaves_session() {
                        return verdicts;
                    }
                }
            }
        }
        session.quit().await;
        verdicts
    };
    let verdicts = verdicts.now_or_never().unwrap();
    (verdicts, String::from_utf8(relay.heard).unwrap())
}

#[track_caller]
fn check(says: &[&'static str], recipients: &[&str], verdicts: &[Verdict], heard: &str) {
    for piece in [1, 7, 1000] {
        let (got, said) = dialogue(says, None, recipients, piece);
        assert_eq!(got, verdicts, "pieces of {piece}");
        assert_eq!(said.replace("\r\n", "|"), heard, "pieces of {piece}");
    }
}

const GREETING: &str = "220-relay.example\r\n220 ready\r\n";
const HELLO: &str = "250-relay.example hello\r\n250-SIZE 10485760\r\n250 8BITMIME\r\n";
const OK: &str = "250 2.0.0 ok\r\n";
const GO: &str = "354 go on\r\n";
const BYE: &str = "221 bye\r\n";

#[test]
fn several_messages_go_over_one_connection() {
    check(
        &[GREETING, HELLO, OK, OK, GO, OK, OK, OK, GO, OK, BYE],
        &["a@x.example", "b@x.example"],
        &[Verdict::Sent, Verdict::Sent],
        "EHLO spp.example|MAIL FROM:<spp@spp.example>|RCPT TO:<a@x.example>|DATA|Hi|.|\
         MAIL FROM:<spp@spp.example>|RCPT TO:<b@x.example>|DATA|Hi|.|QUIT|",
    );
}

#[test]
fn a_refused_recipient_does_not_hold_up_the_next() {
    check(
        &[
            GREETING,
            HELLO,
            OK,
            "550 5.1.1 no such user\r\n",
            OK,
            OK,
            OK,
            GO,
            OK,
            BYE,
        ],
        &["a@x.example", "b@x.example"],
        &[Verdict::Suppress, Verdict::Sent],
        "EHLO spp.example|MAIL FROM:<spp@spp.example>|RCPT TO:<a@x.example>|RSET|\
         MAIL FROM:<spp@spp.example>|RCPT TO:<b@x.example>|DATA|Hi|.|QUIT|",
    );
}

#[test]
fn each_reply_is_judged_by_what_was_being_said() {
    use Verdict::{Failed, Retry};
    let check = |says: &[&'static str], expected| {
        let (verdicts, _) = dialogue(says, None, &["a@x.example"], 1000);
        assert_eq!(verdicts, [expected], "{says:?}");
    };
    check(&["554 not here\r\n"], Retry);
    check(&[GREETING, "502 what\r\n"], Retry);
    check(&[GREETING, HELLO, "553 not your domain\r\n"], Retry);
    check(&[GREETING, HELLO, OK, "451 greylisted\r\n"], Retry);
    check(&[GREETING, HELLO, OK, "550 5.7.1 unwanted\r\n", OK], Failed);
    check(&[GREETING, HELLO, OK, OK, "451 later\r\n"], Retry);
    check(&[GREETING, HELLO, OK, OK, GO, "554 spam\r\n"], Failed);
    check(&[GREETING, HELLO, OK, OK, GO, "452 full\r\n"], Retry);
    check(
        &[GREETING, HELLO, OK, "251 forwarded\r\n", GO, OK],
        Verdict::Sent,
    );
}

#[test]
fn what_is_not_smtp_ends_the_session() {
    for says in [
        "",
        "SSH-2.0-OpenSSH\r\n",
        "99 a\r\n",
        "2200 a\r\n",
        "220-a\r\n250 b\r\n",
        "220 cut off",
    ] {
        let (verdicts, heard) = dialogue(&[says], None, &["a@x.example"], 1000);
        assert_eq!(
            (verdicts, heard.as_str()),
            (vec![Verdict::Retry], ""),
            "{says}"
        );
    }
    // A relay that closes says so once, and nothing is sent after.
    let says = [GREETING, HELLO, "421 closing\r\n"];
    let (verdicts, heard) = dialogue(&says, None, &["a@x.example", "b@x.example"], 1000);
    assert_eq!(verdicts, [Verdict::Retry]);
    assert!(
        heard.ends_with("MAIL FROM:<spp@spp.example>\r\n"),
        "{heard}"
    );
}

#[test]
fn replies_have_a_limit() {
    let endless: &'static str = Box::leak("220-more\r\n".repeat(20_000).into_boxed_str());
    let long: &'static str = Box::leak("2".repeat(100_000).into_boxed_str());
    for says in [endless, long] {
        let (verdicts, _) = dialogue(&[says], None, &[], 1000);
        assert_eq!(verdicts, [Verdict::Retry]);
    }
}

#[test]
fn an_address_cannot_smuggle_a_command() {
    let says = [GREETING, HELLO, BYE];
    for address in ["", "a", "a@b>\r\nDATA", "a@b c", "<a@b>", "пост@x.example"] {
        let (verdicts, heard) = dialogue(&says, None, &[address], 1000);
        assert_eq!(verdicts, [Verdict::Suppress], "{address}");
        assert_eq!(heard, "EHLO spp.example\r\nQUIT\r\n");
    }
}

#[test]
fn it_signs_in_where_it_is_told_to() {
    let login = Login {
        user: "spp".to_owned(),
        password: "secret".to_owned(),
    };
    let check = |answer, expected: &[Verdict]| {
        let says = [GREETING, HELLO, answer, BYE];
        let (verdicts, heard) = dialogue(&says, Some(&login), &[], 1000);
        assert_eq!(verdicts, expected);
        assert!(heard.contains("AUTH PLAIN AHNwcABzZWNyZXQ=\r\n"), "{heard}");
    };
    check("235 2.7.0 welcome\r\n", &[]);
    check("535 5.7.8 bad password\r\n", &[Verdict::Retry]);
}

#[test]
fn data_is_dotted_and_ends_once() {
    let check = |message: &str, expected: &str| {
        let dotted = String::from_utf8(dotted(message.as_bytes())).unwrap();
        assert_eq!(dotted.replace("\r\n", "|"), expected, "{message:?}");
    };
    check("", ".|");
    check("a", "a|.|");
    check("a\r\n", "a|.|");
    check(".\r\n", "..|.|");
    check("a\r\n.\r\nb\r\n..c", "a|..|b|...c|.|");
    check("a\n.\nQUIT\n", "a|..|QUIT|.|");
    check("a\r.\rb\r\r\n", "a|..|b||.|");
}

proptest! {
    #[test]
    fn data_is_read_back_as_it_was_written(lines in prop::collection::vec("[.a\t]{0,4}", 0..6)) {
        let message: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let dotted = String::from_utf8(dotted(message.as_bytes())).unwrap();
        let mut read = String::new();
        let mut rest = dotted.as_str();
        loop {
            let (line, after) = rest.split_once("\r\n").unwrap();
            rest = after;
            if line == "." {
                break;
            }
            read.push_str(line.strip_prefix('.').unwrap_or(line));
            read.push_str("\r\n");
        }
        prop_assert_eq!(read, message);
        prop_assert_eq!(rest, "");
    }
}
