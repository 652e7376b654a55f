//! Letters with one-time links: an invitation, and a forgotten password.

use e2e::server::{ADMINISTRATOR, on_spin};
use mailbox::Message;
use serde_json::{Value, json};

use super::browser::{Browser, PASSWORD, enter};
use crate::mail::scene::{Scene, at, letter_to};

const ANNA: &str = "anna@romashka.example";

/// The token of the link in a letter, as plain text and as HTML hold it.
fn token(letter: &Message, page: &str) -> String {
    let start = format!("https://spp.example/{page}#");
    let text = letter.text();
    let (_, rest) = text.split_once(&start).expect("a link");
    let token: String = rest
        .chars()
        .take_while(|sign| !sign.is_whitespace())
        .collect();
    assert_eq!(token.len(), 43, "{text}");
    assert!(letter.html().contains(&format!("{start}{token}")));
    token
}

fn use_link(scene: &Scene, browser: &mut Browser, body: &Value, status: u16) {
    let answer = browser.send(&scene.server, "POST", "/api/v1/links/use", body);
    assert_eq!(answer.status, status, "{body}: {}", answer.text);
    browser.keep(&answer);
}

#[test]
fn somebody_is_invited_by_a_letter_and_signs_in() {
    if on_spin() {
        return;
    }
    // It goes at night, too.
    let mut scene = Scene::at("16 02:00");
    let shop = scene.server.shop("UTC");
    let body = json!({
        "email": ANNA, "name": "Анна", "role": "client_manager", "client_id": shop.client,
        "language": "en",
    });
    let entered = scene.server.administer("POST", "/api/v1/users", &body);
    assert_eq!(
        (entered.status, &entered.json()["state"]),
        (201, &json!("invited"))
    );
    let invite = format!("/api/v1/users/{}/invitation", entered.json()["id"]);
    let first = token(letter_to(&scene.send(), ANNA), "join");
    // Another letter takes the place of one that is under way, and of its link.
    for _ in 0..2 {
        let invited = scene.server.administer("POST", &invite, &Value::Null);
        assert_eq!(invited.status, 204, "{}", invited.text);
    }
    let sent = scene.send();
    let letter = letter_to(&sent, ANNA);
    assert_eq!(letter.subject(), "[SPP] You are invited to SPP");
    assert!(letter.text().contains("Hello, Анна!"), "{}", letter.text());
    let second = token(letter, "join");

    let shown = |token: &str| {
        let body = json!({"token": token});
        Browser::default().send(&scene.server, "POST", "/api/v1/links", &body)
    };
    assert_eq!((shown(&first).status, shown("invented").status), (404, 404));
    let link = json!({"purpose": "invitation", "email": ANNA, "name": "Анна"});
    assert_eq!(shown(&second).json(), link);
    let mut anna = Browser::default();
    let good = json!({"token": second, "password": PASSWORD, "name": "Анна Ромашкина"});
    let weak = json!({"token": second, "password": "anna romashka"});
    use_link(&scene, &mut anna, &weak, 422);
    use_link(&scene, &mut anna, &good, 200);
    use_link(&scene, &mut Browser::default(), &good, 404);
    let user = anna.get(&scene.server, "/api/v1/session").json()["user"].clone();
    assert_eq!(
        (&user["name"], &user["role"]),
        (&json!("Анна Ромашкина"), &body["role"])
    );
    Browser::of(&scene.server, ANNA);

    // The link stands nowhere any more, and cannot be sent again.
    let kept = scene.column("SELECT body FROM outbox WHERE kind = 'invitation'");
    assert_eq!(kept, ["{}"; 3]);
    let outbox = scene.server.get("/api/v1/outbox", ADMINISTRATOR);
    assert!(outbox.text.contains(ANNA) && !outbox.text.contains(&second));
    let last = outbox.json()["outbox"].as_array().unwrap().last().unwrap()["id"].clone();
    let resend = format!("/api/v1/outbox/{last}/resend");
    let resent = scene.server.administer("POST", &resend, &Value::Null);
    assert_eq!(resent.status, 409, "{}", resent.text);
    let again = scene.server.administer("POST", &invite, &Value::Null);
    assert_eq!(again.status, 409, "{}", again.text);
}

#[test]
fn an_invitation_is_good_for_a_week() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 02:00");
    let body = json!({"email": "new@spp.example", "name": "New", "role": "engineer"});
    assert_eq!(
        scene
            .server
            .administer("POST", "/api/v1/users", &body)
            .status,
        201
    );
    // Who is not told of incidents any more is invited all the same.
    let contact = json!({"email": "new@spp.example", "name": "New", "role": "duty"});
    let contact = format!("/api/v1/contacts/{}", scene.enter("contacts", &contact));
    let removed = scene.server.administer("DELETE", &contact, &Value::Null);
    assert_eq!(removed.status, 204, "{}", removed.text);
    let token = token(letter_to(&scene.send(), "new@spp.example"), "join");
    let body = json!({"token": token, "password": PASSWORD});
    scene.skip(at("23 02:00"));
    use_link(&scene, &mut Browser::default(), &body, 404);
    scene.skip(at("23 01:59"));
    use_link(&scene, &mut Browser::default(), &body, 200);
}

#[test]
fn a_forgotten_password_is_set_anew() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 02:00");
    enter(&scene.server, ANNA, "engineer", None);
    let there = Browser::of(&scene.server, ANNA);
    let ask = |scene: &Scene, email: &str| {
        let body = json!({"email": email});
        let answer =
            Browser::default().send(&scene.server, "POST", "/api/v1/password-resets", &body);
        (answer.status, answer.text)
    };
    let accepted = (202, String::new());
    assert_eq!(ask(&scene, "nobody@spp.example"), accepted);
    assert_eq!(ask(&scene, "Anna@romashka.example"), accepted);
    let sent = scene.send();
    assert_eq!(sent.len(), 1);
    let letter = letter_to(&sent, ANNA);
    assert_eq!(letter.subject(), "[СПП] Новый пароль для СПП");
    // Until then, nothing has happened.
    assert!(there.is_in(&scene.server));
    let new = "зелёный чайник кипит";
    let body = json!({"token": token(letter, "reset"), "password": new});
    let mut here = Browser::default();
    scene.skip(at("16 03:00"));
    use_link(&scene, &mut here, &body, 404);
    scene.skip(at("16 02:59"));
    use_link(&scene, &mut here, &body, 200);
    assert!(here.is_in(&scene.server));
    assert!(!there.is_in(&scene.server));
    let mut browser = Browser::default();
    assert_eq!(browser.sign_in(&scene.server, ANNA, PASSWORD).status, 401);
    assert_eq!(browser.sign_in(&scene.server, ANNA, new).status, 200);

    // Nobody's mailbox is filled, be it somebody's or not: of the links that are asked
    // for within ten minutes one is sent.
    for email in [ANNA, "nobody@spp.example"] {
        let asked: Vec<_> = (0..5).map(|_| ask(&scene, email).0).collect();
        assert_eq!(asked, [202, 202, 202, 202, 429], "{email}");
    }
    assert_eq!(scene.send().len(), 1);
    scene.skip(at("16 03:08"));
    assert_eq!(ask(&scene, ANNA), accepted);
    assert_eq!(scene.send().len(), 0);
    scene.skip(at("16 03:09"));
    assert_eq!(ask(&scene, ANNA), accepted);
    assert_eq!(scene.send().len(), 1);
}
