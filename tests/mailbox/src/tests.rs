use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use futures_util::FutureExt as _;
use spp_mail::policy::Verdict;
use spp_mail::smtp::{Session, Stream};

use super::*;

const LIMIT: Duration = Duration::from_secs(10);

/// The project's own dialogue, over a plain connection.
struct Client(TcpStream);

impl Stream for Client {
    async fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer)
    }

    async fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all(bytes)
    }
}

/// Sends messages over one connection; returns what followed for each.
fn send(mailbox: &Mailbox, messages: &[(&str, &str)]) -> Vec<Verdict> {
    let sending = async {
        let stream = Client(TcpStream::connect(mailbox.address()).unwrap());
        let mut session = Session::open(stream, "spp.example", None).await.unwrap();
        let mut verdicts = Vec::new();
        for (to, message) in messages {
            let sent = session
                .send("spp@spp.example", to, message.as_bytes())
                .await;
            verdicts.push(
                sent.as_ref()
                    .map_or_else(|error| error.verdict(), |_| Verdict::Sent),
            );
            if sent.is_err_and(|error| !error.leaves_session()) {
                return verdicts;
            }
        }
        session.quit().await;
        verdicts
    };
    // The connection blocks, so there is nothing to wait for.
    sending.now_or_never().unwrap()
}

fn mailbox() -> Mailbox {
    Mailbox::start(None, "127.0.0.1:0").unwrap()
}

const LETTER: &str = "Subject: =?utf-8?b?0KLQtdC80LA=?=\r\nX-A: b\r\n c\r\n\r\n.\r\n..a\r\n";

#[test]
fn messages_are_kept_as_they_were_sent() {
    let mailbox = mailbox();
    let sent = send(
        &mailbox,
        &[("a@x.example", LETTER), ("b@x.example", "\r\n")],
    );
    assert_eq!(sent, [Verdict::Sent, Verdict::Sent]);
    assert_eq!(mailbox.connections(), 1);
    let [first, second] = mailbox.wait_for(2, LIMIT).try_into().unwrap();
    assert_eq!(String::from_utf8(first.raw.clone()).unwrap(), LETTER);
    assert_eq!(first.from, "spp@spp.example");
    assert_eq!(first.subject(), "Тема");
    assert_eq!(first.header("X-A").as_deref(), Some("b c"));
    assert_eq!(first.text(), ".\r\n..a\r\n");
    assert!(first.is_to("A@x.example") && !first.is_to("b@x.example"));
    assert_eq!(second.to, ["b@x.example"]);
    mailbox.clear();
    assert_eq!(mailbox.messages(), []);
}

#[test]
fn a_message_is_waited_for() {
    let mailbox = mailbox();
    let address = mailbox.address();
    let wanted = |message: &Message| message.is_to("b@x.example");
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| mailbox.wait(LIMIT, wanted));
        assert_eq!(mailbox.address(), address);
        send(
            &mailbox,
            &[("a@x.example", LETTER), ("b@x.example", LETTER)],
        );
        assert!(waiting.join().unwrap().is_some());
    });
    assert_eq!(
        mailbox.wait(Duration::ZERO, |message| message.is_to("c@x.example")),
        None
    );
}

#[test]
fn it_fails_as_it_was_told_to() {
    let mailbox = mailbox();
    let check = |fault: Fault, expected: &[Verdict], kept| {
        mailbox.clear();
        mailbox.fail("A@x.example", fault);
        let sent = send(
            &mailbox,
            &[("a@x.example", LETTER), ("b@x.example", LETTER)],
        );
        assert_eq!(sent, expected);
        assert_eq!(mailbox.wait_for(kept, LIMIT).len(), kept);
    };
    use Verdict::{Failed, Retry, Sent, Suppress};
    check(
        Fault::Refuse("451 4.7.1 later".to_owned()),
        &[Retry, Sent],
        1,
    );
    check(
        Fault::Refuse("550 5.1.1 unknown".to_owned()),
        &[Suppress, Sent],
        1,
    );
    check(
        Fault::RefuseMessage("554 5.7.1 spam".to_owned()),
        &[Failed, Sent],
        1,
    );
    check(Fault::HangUp, &[Retry], 0);
    check(Fault::HangUpAfterMessage, &[Retry], 1);
    mailbox.recover("a@x.example");
    mailbox.clear();
    assert_eq!(send(&mailbox, &[("a@x.example", LETTER)]), [Sent]);
}

#[test]
fn messages_are_kept_as_files() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("mail");
    let mailbox = Mailbox::start(Some(folder.clone()), "127.0.0.1:0").unwrap();
    send(
        &mailbox,
        &[("a@x.example", LETTER), ("a@x.example", "\r\n2\r\n")],
    );
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<_> = files
        .iter()
        .map(|file| std::fs::read_to_string(file).unwrap())
        .collect();
    assert_eq!(texts, [LETTER, "\r\n2\r\n"]);
    assert!(
        files
            .iter()
            .all(|file| file.extension().is_some_and(|end| end == "eml"))
    );
}

#[test]
fn it_stops_when_it_is_dropped() {
    let mailbox = mailbox();
    let address = mailbox.address();
    drop(mailbox);
    assert!(TcpStream::connect(address).is_err());
}

#[test]
fn what_is_no_smtp_is_refused() {
    let mailbox = mailbox();
    let check = |said: &str, expected: &str| {
        let mut stream = TcpStream::connect(mailbox.address()).unwrap();
        stream.write_all(said.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut heard = String::new();
        stream.read_to_string(&mut heard).unwrap();
        assert!(heard.ends_with(expected), "{said}: {heard}");
    };
    check("BREW\r\n", "502 5.5.1 unknown command\r\n");
    check("DATA\r\n", "503 5.5.1 no recipient yet\r\n");
    check("RCPT TO:<a@b>\r\n", "503 5.5.1 no sender yet\r\n");
    check("MAIL a@b\r\n", "501 5.5.4 MAIL FROM:<address>\r\n");
    check("mail from: <> SIZE=1\r\n", "250 2.1.0 ok\r\n");
    check("NOOP\nQUIT\n", "500 5.5.2 a command ends in CRLF\r\n");
}
