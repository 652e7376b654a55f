//! Letters that leave through a mail provider's HTTP API.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Utc;
use e2e::server::on_spin;
use mailbox::Message;
use serde_json::json;
use spp_mail::api::Posted;

use super::receiver::{Call, Receiver};
use super::scene::{Scene, at};
use super::{ANNA, BEN, mall};

/// What the provider knows us by.
const TOKEN: &str = "the provider's token in tests";

/// A sensor that has just been told of as silent, to everybody of these addresses;
/// nothing is sent yet.
fn told(provider: &Receiver, emails: &[&str]) -> (Scene, i64) {
    let host = format!("http://{}", provider.address);
    let variables = [
        ("mail_transport", "http"),
        ("mail_api_url", &format!("{host}/v1/send")),
        ("mail_api_host", &host),
        ("mail_api_token", TOKEN),
        // It is reached for being the provider, not as some client's system.
        ("webhook_hosts", "https://*:443"),
    ];
    let mut scene = Scene::with("16 10:00", &variables);
    let shop = mall(&scene, emails);
    let sensor = scene.server.sensor(shop, &json!({"name": "Вход 1"}));
    let incident = scene.falls_silent(&sensor);
    (scene, incident)
}

fn posted(call: &Call) -> Posted {
    serde_json::from_slice(&call.body).unwrap()
}

/// To whom calls were, in order of addresses.
fn recipients(calls: &[Call]) -> Vec<String> {
    let mut all: Vec<_> = calls.iter().map(|call| posted(call).to).collect();
    all.sort_unstable();
    all
}

#[test]
fn a_letter_is_posted_with_its_token_as_the_contract_says() {
    if on_spin() {
        return;
    }
    let provider = Receiver::start();
    provider.answer(Some(202));
    let (scene, incident) = told(&provider, &[ANNA]);
    scene.server.tick("mail");
    let calls = provider.calls();
    assert_eq!(calls.len(), 1);
    let call = &calls[0];
    assert_eq!(call.target, "POST /v1/send");
    for (name, expected) in [
        ("authorization", format!("Bearer {TOKEN}")),
        ("content-type", "application/json".to_owned()),
    ] {
        assert_eq!(call.header(name), Some(expected), "{name}");
    }

    let letter = posted(call);
    assert_eq!(
        (letter.from.as_str(), letter.to.as_str()),
        ("spp@spp.example", ANNA)
    );
    let subject = format!("[СПП-{incident}] Нет связи с датчиком «Вход 1», ТЦ «Север»");
    assert_eq!(letter.subject, subject);
    let link = format!("https://spp.example/incidents/{incident}");
    for part in ["Датчик не выходит на связь", &link] {
        assert!(letter.text.contains(part), "{part}: {}", letter.text);
        assert!(letter.html.contains(part), "{part}: {}", letter.html);
    }
    let whole = Message {
        at: Utc::now(),
        from: letter.from.clone(),
        to: vec![letter.to.clone()],
        raw: STANDARD.decode(&letter.raw).unwrap(),
    };
    assert_eq!(whole.subject(), letter.subject);
    assert!(whole.html().contains(&link), "{}", whole.html());
    for name in ["Message-ID", "Auto-Submitted", "X-Bounce-Id"] {
        assert!(letter.headers.contains_key(name), "{name}");
        assert_eq!(
            letter.headers.get(name),
            whole.header(name).as_ref(),
            "{name}"
        );
    }
    assert_eq!(scene.outbox("true"), [format!("opened {ANNA} sent 1")]);
}

#[test]
fn a_providers_refusal_is_the_letters_the_addresss_or_its_own() {
    if on_spin() {
        return;
    }
    // What the provider says of each address, and what becomes of its letter.
    let refusals = [
        ("taken@example.com", 202, "", "sent"),
        ("later@example.com", 429, "", "waiting"),
        ("down@example.com", 503, "", "waiting"),
        ("key@example.com", 401, "", "waiting"),
        (
            "full@example.com",
            422,
            r#"{"status": "4.2.2", "diagnostic": "mailbox full"}"#,
            "waiting",
        ),
        ("unfit@example.com", 400, "", "failed"),
        (
            "none@example.com",
            422,
            r#"{"status": "5.1.1", "diagnostic": "no such user"}"#,
            "suppressed",
        ),
    ];
    let provider = Receiver::start();
    let says: BTreeMap<_, _> = refusals
        .iter()
        .map(|&(to, status, body, _)| (to.to_owned(), (status, body)))
        .collect();
    provider.answer_by(move |call| says.get(&posted(call).to).copied());
    let emails = refusals.map(|(to, ..)| to);
    let (mut scene, _) = told(&provider, &emails);
    scene.server.tick("mail");
    let mut everybody = emails.map(str::to_owned);
    everybody.sort_unstable();
    assert_eq!(recipients(&provider.calls()), everybody);
    let check = |scene: &Scene, again: &dyn Fn(&str) -> String| {
        for (to, _, _, state) in refusals {
            let found = scene.outbox(&format!("recipient = '{to}'"));
            assert_eq!(found, [format!("opened {to} {}", again(state))], "{to}");
        }
    };
    check(&scene, &|state| format!("{state} 1"));
    assert_eq!(scene.suppressed(), ["none@example.com"]);
    let error = |to: &str| {
        let sql = format!("SELECT coalesce(error, '') FROM outbox WHERE recipient = '{to}'");
        scene.column(&sql)
    };
    assert_eq!(error("later@example.com"), ["HTTP 429"]);
    assert_eq!(error("full@example.com"), ["HTTP 422: 4.2.2 mailbox full"]);

    // Once it takes them, those that wait are sent, and no other ones.
    provider.answer(Some(202));
    scene.skip(at("16 10:38") + 59);
    scene.server.tick("mail");
    assert_eq!(recipients(&provider.calls()), [""; 0], "too early");
    scene.skip(at("16 10:39"));
    scene.server.tick("mail");
    let waiting = refusals.iter().filter(|(.., state)| *state == "waiting");
    let mut waiting: Vec<_> = waiting.map(|(to, ..)| *to).collect();
    waiting.sort_unstable();
    assert_eq!(recipients(&provider.calls()), waiting);
    check(&scene, &|state| match state {
        "waiting" => "sent 2".to_owned(),
        other => format!("{other} 1"),
    });
}

#[test]
fn a_provider_that_hangs_up_is_called_once_and_loses_nothing() {
    if on_spin() {
        return;
    }
    let provider = Receiver::start();
    provider.answer(None);
    let (mut scene, _) = told(&provider, &[ANNA, BEN]);
    scene.server.tick("mail");
    assert_eq!(provider.calls().len(), 1);
    let waiting = [ANNA, BEN].map(|email| format!("opened {email} waiting 1"));
    assert_eq!(scene.outbox("true"), waiting);
    provider.answer(Some(202));
    scene.skip(at("16 10:39"));
    scene.server.tick("mail");
    assert_eq!(recipients(&provider.calls()), [ANNA, BEN]);
    let sent = [ANNA, BEN].map(|email| format!("opened {email} sent 2"));
    assert_eq!(scene.outbox("true"), sent);
}
