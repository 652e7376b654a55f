//! Calls of clients' own systems.

use std::collections::BTreeSet;

use e2e::server::{ADMINISTRATOR, on_spin};
use e2e::shop::Shop;
use serde_json::{Value, json};
use spp_mail::webhook::{self, Event, Refusal};

use super::north;
use super::receiver::{Call, Receiver};
use super::scene::{Scene, at};

/// What a call says.
fn event_of(call: &Call) -> Event {
    serde_json::from_slice(&call.body).unwrap()
}

/// Gives a shop's client a webhook; its id and its secret.
fn subscribe(scene: &Scene, shop: Shop, receiver: &Receiver) -> (Value, String) {
    let path = format!("/api/v1/clients/{}/webhooks", shop.client);
    let url = json!({"url": format!("http://{}/spp", receiver.address)});
    let hook = scene.server.administer("POST", &path, &url);
    assert_eq!(hook.status, 201, "{}", hook.text);
    let hook = hook.json();
    (
        hook["id"].clone(),
        hook["secret"].as_str().unwrap().to_owned(),
    )
}

#[test]
fn a_clients_system_is_called_with_a_signature_until_it_answers() {
    if on_spin() {
        return;
    }
    let (mut scene, shop) = north();
    let receiver = Receiver::start();
    let (hook, secret) = subscribe(&scene, shop, &receiver);
    let check = |call: &Call, scene: &Scene| {
        let header = |name: &'static str| call.header(name);
        assert_eq!(
            webhook::verify(&secret, header, &call.body, scene.now()),
            Ok(())
        );
        let mut changed = call.body.clone();
        changed[1] ^= 1;
        let refused = webhook::verify(&secret, header, &changed, scene.now());
        assert_eq!(refused, Err(Refusal::Forged));
        assert_eq!(
            call.header("content-type").as_deref(),
            Some("application/json")
        );
    };

    // At once, while letters still wait for others that belong with them.
    let sensor = scene.server.sensor(shop, &json!({"serial": "A17"}));
    scene.beat(&sensor);
    receiver.answer(Some(500));
    scene.pass("16 10:32");
    assert_eq!(scene.send().len(), 0);
    let first = receiver.calls();
    assert_eq!(first.len(), 1);
    check(&first[0], &scene);
    let event = event_of(&first[0]);
    let incident = scene.incident_of(&sensor);
    assert_eq!(event.r#type, "incident.detected");
    assert_eq!(event.timestamp, scene.now());
    assert_eq!(event.data.number, incident);
    assert_eq!(event.data.symptom, "no_contact");
    assert_eq!(event.data.state, "detected");
    assert_eq!(event.data.since.timestamp(), at("16 10:00"));
    assert_eq!(event.data.site.as_deref(), Some("ТЦ «Север»"));
    assert_eq!(event.data.sensors, ["A17"]);
    assert_eq!(
        event.data.link,
        format!("https://spp.example/incidents/{incident}")
    );
    assert_eq!(
        scene.outbox("channel = 'webhook'"),
        [format!("event {hook} waiting 1")]
    );

    // Tried again, it has the same id and a new time.
    receiver.answer(Some(204));
    assert_eq!(
        (scene.send().len(), receiver.calls().len()),
        (0, 0),
        "not due yet"
    );
    scene.skip(at("16 10:33"));
    scene.send();
    let second = receiver.calls();
    assert_eq!(second.len(), 1);
    check(&second[0], &scene);
    let both = |name| (first[0].header(name), second[0].header(name));
    let (id, again) = both("webhook-id");
    assert_eq!(id, again);
    let (time, later) = both("webhook-timestamp");
    assert_ne!(time, later);
    assert_eq!(event_of(&second[0]).timestamp, event.timestamp);
    assert_eq!(
        scene.outbox("channel = 'webhook'"),
        [format!("event {hook} sent 2")]
    );

    // Whatever happens next is told as well, by ids of its own.
    for said in ["recorded", "diagnosis_started"] {
        let said = json!({"event": said});
        assert_eq!(scene.say(ADMINISTRATOR, incident, &said).status, 200);
    }
    scene.send();
    let calls = receiver.calls();
    let types: Vec<_> = calls.iter().map(|call| event_of(call).r#type).collect();
    assert_eq!(types, ["incident.recorded", "incident.diagnosis_started"]);
    let ids: BTreeSet<_> = calls
        .iter()
        .chain(&second)
        .map(|call| call.header("webhook-id"))
        .collect();
    assert_eq!(ids.len(), 3);

    // One that was taken away is not called.
    let said = json!({"event": "comment", "text": "Позвонили клиенту."});
    assert_eq!(scene.say(ADMINISTRATOR, incident, &said).status, 200);
    let path = format!("/api/v1/clients/{}/webhooks/{hook}", shop.client);
    let removed = scene.server.administer("DELETE", &path, &Value::Null);
    assert_eq!(removed.status, 204);
    scene.send();
    assert_eq!(receiver.calls().len(), 0);
    assert_eq!(
        scene
            .outbox("channel = 'webhook' AND state = 'failed'")
            .len(),
        1
    );
}

#[test]
fn a_clients_system_is_told_of_every_sensor_of_a_site_that_is_down() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    let receiver = Receiver::start();
    let (hook, _) = subscribe(&scene, shop, &receiver);
    let sensors = ["A1", "A2"].map(|serial| scene.server.sensor(shop, &json!({"serial": serial})));
    for sensor in &sensors {
        scene.beat(sensor);
    }
    scene.pass("16 10:35");
    scene.send();
    let told = |receiver: &Receiver| -> BTreeSet<_> {
        let calls = receiver.calls();
        let events = calls.iter().map(event_of);
        events
            .map(|event| {
                let data = event.data;
                let what = event.r#type.replace("incident.", "");
                format!("{what} {} {}", data.symptom, data.sensors.join("+"))
            })
            .collect()
    };
    let all = |what: &str| {
        let each = ["no_contact A1", "no_contact A2", "site_down A1+A2"];
        each.map(|whose| format!("{what} {whose}")).into()
    };
    assert_eq!(told(&receiver), all("detected"));
    for sensor in &sensors {
        scene.deliver(sensor, at("16 10:00"));
    }
    scene.pass("16 10:50");
    scene.send();
    assert_eq!(told(&receiver), all("recovered"));
    let sent = vec![format!("event {hook} sent 1"); 6];
    assert_eq!(scene.outbox("channel = 'webhook'"), sent);
}

#[test]
fn a_system_that_does_not_answer_is_called_once_at_a_time() {
    if on_spin() {
        return;
    }
    let mut scene = Scene::at("16 10:00");
    let shop = scene.server.shop("Europe/Moscow");
    let (dead, live) = (Receiver::start(), Receiver::start());
    let (hook, _) = subscribe(&scene, shop, &dead);
    let (other, _) = subscribe(&scene, shop, &live);
    let sensor = scene.server.sensor(shop, &json!({}));
    scene.beat(&sensor);
    scene.pass("16 10:32");
    let incident = scene.incident_of(&sensor);
    let recorded = json!({"event": "recorded"});
    assert_eq!(scene.say(ADMINISTRATOR, incident, &recorded).status, 200);
    dead.answer(None);
    scene.send();
    assert_eq!((dead.calls().len(), live.calls().len()), (1, 2));
    let states = [
        format!("event {hook} waiting 1"),
        format!("event {other} sent 1"),
    ];
    assert_eq!(scene.outbox("true"), [&states[..], &states[..]].concat());
    dead.answer(Some(204));
    scene.skip(at("16 10:33"));
    scene.send();
    assert_eq!((dead.calls().len(), live.calls().len()), (2, 0));
}
