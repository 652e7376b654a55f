//! Restorations: what was not measured is filled once the client agrees, and never else.

mod told;

use e2e::server::ADMINISTRATOR;
use serde_json::{Value, json};
use told::{HOLE, Told, key, people};

#[test]
fn a_hole_is_filled_once_the_client_agrees() {
    let told = Told::new(10);
    assert_eq!(told.wednesday(), (0, 0, 0));
    let proposed = told.said(ADMINISTRATOR, "", &told.proposal(), 201);
    let id = proposed["id"].as_i64().unwrap();
    assert_eq!(
        (
            &proposed["state"],
            &proposed["intervals"],
            &proposed["replaced"]
        ),
        (&json!("proposed"), &json!(96), &json!(0))
    );
    assert_eq!(
        (&proposed["from"], &proposed["to"]),
        (
            &json!("2026-03-04T00:00:00+03:00"),
            &json!("2026-03-05T00:00:00+03:00")
        )
    );
    let number = |name: &str| proposed[name].as_i64().unwrap();
    let usual: i64 = (0..24).map(|hour| 4 * people(hour)).sum();
    let restored = number("in");
    assert!((restored - usual).abs() <= usual / 20, "{restored}");
    assert!((number("out") - 96).abs() <= 5, "{proposed}");
    assert!(number("low") <= restored && restored <= number("high"));
    let author = json!({"author": "engineer", "name": "administrator"});
    assert_eq!(proposed["events"][0]["author"], author);
    // Nothing of it is read yet, but the gap tells of it.
    assert_eq!(told.wednesday(), (0, 0, 0));
    let gaps = told.get(&format!("gaps?sensor={}&{HOLE}", told.sensor.id), &told.key);
    assert_eq!(gaps["gaps"][0]["restoration"], id);

    let answer = format!("/{id}/answer");
    let agrees = json!({"agrees": true, "comment": " Agreed by phone "});
    let refused = told.say(ADMINISTRATOR, &answer, &agrees);
    assert_eq!(refused.status, 403, "{}", refused.text);
    assert_eq!(
        refused.json()["title"],
        "only the client agrees or declines"
    );
    let reads = key(&told.server, told.shop, false);
    assert_eq!(told.say(&reads, &answer, &agrees).status, 403);
    let agreed = told.said(&told.key, &answer, &agrees, 200);
    assert_eq!(agreed["state"], "agreed");
    let said = &agreed["events"][1];
    assert_eq!(
        (&said["author"], &said["event"], &said["text"]),
        (
            &json!({"author": "client"}),
            &json!("agreed"),
            &json!("Agreed by phone")
        )
    );
    assert_eq!(told.wednesday(), (restored, restored, 0));
    let hours = told.restoration(id)["hours"].clone();
    let hours = hours.as_array().unwrap();
    let sum = |name: &str| hours.iter().map(|hour| hour[name].as_i64().unwrap()).sum();
    assert_eq!(
        (hours.len(), sum("in"), sum("intervals")),
        (24, restored, 96)
    );
    assert_eq!(hours[0]["start"], "2026-03-04T00:00:00+03:00");
    assert_eq!(hours[0]["end"], "2026-03-04T01:00:00+03:00");
    assert_eq!(told.say(&told.key, &answer, &agrees).status, 409);
}

#[test]
fn measured_data_replaces_exactly_its_intervals_and_a_withdrawal_brings_the_hole_back() {
    let told = Told::new(10);
    let id = told.propose();
    let agrees = json!({"agrees": true});
    told.said(&told.key, &format!("/{id}/answer"), &agrees, 200);
    let (_, restored, _) = told.wednesday();
    let hours = told.restoration(id)["hours"].clone();
    let ten = hours[10]["in"].as_i64().unwrap();
    // Ten o'clock arrives after all.
    let reading = |quarter: i64| {
        let start = format!("2026-03-04T10:{:02}:00+03:00", 15 * quarter);
        json!({"start": start, "interval": 900, "in": 100, "out": 100})
    };
    let readings: Vec<_> = (0..4).map(reading).collect();
    let pushed = told.server.push(&told.sensor.token, &json!(readings));
    assert_eq!(pushed.status, 200, "{}", pushed.text);
    let left = restored - ten;
    assert_eq!(told.wednesday(), (left + 400, left, 4));
    let shown = told.restoration(id);
    // What was agreed on stays as it was.
    assert_eq!(
        (
            &shown["in"],
            &shown["replaced"],
            &shown["hours"][10]["replaced"]
        ),
        (&json!(restored), &json!(4), &json!(4))
    );

    let withdrawal = format!("/{id}/withdrawal");
    let why = json!({"comment": "The store was closed"});
    let withdrawn = told.said(ADMINISTRATOR, &withdrawal, &why, 200);
    assert_eq!(withdrawn["state"], "withdrawn");
    assert_eq!(withdrawn["events"][2]["text"], "The store was closed");
    assert_eq!(told.wednesday(), (400, 0, 4));
    assert_eq!(told.say(&told.key, &withdrawal, &why).status, 409);
    let answer = format!("/{id}/answer");
    assert_eq!(told.say(&told.key, &answer, &agrees).status, 409);
    // Its place is free again, of what is still missing.
    let again = told.said(ADMINISTRATOR, "", &told.proposal(), 201);
    assert_eq!(again["intervals"], 92);
}

#[test]
fn a_day_is_whole_again_with_the_closed_hours_of_its_hole() {
    let told = Told::new(10);
    let path = format!("/api/v1/sites/{}", told.shop.site);
    let mut site = told.get(&format!("sites/{}", told.shop.site), ADMINISTRATOR);
    let open = |weekday| json!({"weekday": weekday, "opens": "10:00", "closes": "22:00"});
    site["hours"] = (1..=7).map(open).collect();
    let body = json!({
        "client_id": site["client_id"], "name": site["name"], "zone": site["zone"],
        "hours": site["hours"],
    });
    let changed = told.server.administer("PUT", &path, &body);
    assert_eq!(changed.status, 200, "{}", changed.text);
    let mut proposal = told.proposal();
    proposal["from"] = json!("2026-03-04T10:00:00+03:00");
    proposal["to"] = json!("2026-03-04T22:00:00+03:00");
    let proposed = told.said(ADMINISTRATOR, "", &proposal, 201);
    assert_eq!(
        (&proposed["from"], &proposed["intervals"]),
        (&proposal["from"], &json!(48))
    );
    let path = format!("/{}/answer", proposed["id"]);
    told.said(&told.key, &path, &json!({"agrees": true}), 200);
    let usual: i64 = (10..22).map(|hour| 4 * people(hour)).sum();
    let (people_in, restored, measured) = told.wednesday();
    assert_eq!((people_in, measured), (restored, 0));
    assert!((restored - usual).abs() <= usual / 20, "{restored}");
    let day = format!("series?sensor={}&{HOLE}&step=day", told.sensor.id);
    let day = &told.get(&day, &told.key)["parts"][0];
    assert_eq!((&day["filled"], &day["expected"]), (&json!(96), &json!(96)));
}

#[test]
fn a_total_of_the_day_that_arrives_late_replaces_all_of_it() {
    let told = Told::new(10);
    let id = told.propose();
    let agrees = json!({"agrees": true});
    told.said(&told.key, &format!("/{id}/answer"), &agrees, 200);
    let row = format!("sensor,start,interval,in,out\n{},", told.sensor.id);
    let csv = format!("{row}2026-03-04T00:00:00+03:00,86400,500,400\n");
    told.server.import(ADMINISTRATOR, &csv);
    assert_eq!(told.wednesday(), (500, 0, 1));
    assert_eq!(told.restoration(id)["replaced"], 96);
}

#[test]
fn nobody_is_put_into_a_site_that_was_shut() {
    let told = Told::new(10);
    let wednesday = ["2026-03-04T00:00:00+03:00", "2026-03-05T00:00:00+03:00"];
    told.server.happens(told.shop, "closure", wednesday);
    let proposed = told.said(ADMINISTRATOR, "", &told.proposal(), 201);
    let figures = ["in", "out", "low", "high", "intervals"].map(|name| &proposed[name]);
    assert_eq!(figures, [0, 0, 0, 0, 96].map(Value::from).each_ref());
}

#[test]
fn what_is_declined_or_touches_another_one_is_not_read() {
    let told = Told::new(10);
    let id = told.propose();
    let mut touching = told.proposal();
    touching["from"] = json!("2026-03-04T23:00:00+03:00");
    touching["to"] = json!("2026-03-06");
    let refused = told.say(ADMINISTRATOR, "", &touching);
    assert_eq!(refused.status, 409, "{}", refused.text);
    let declines = json!({"agrees": false, "comment": "We were closed"});
    let declined = told.said(&told.key, &format!("/{id}/answer"), &declines, 200);
    assert_eq!(declined["state"], "declined");
    assert_eq!(told.wednesday(), (0, 0, 0));
    let withdrawal = format!("/{id}/withdrawal");
    assert_eq!(told.say(&told.key, &withdrawal, &json!({})).status, 409);
    let other = told.propose();
    let check = |query: &str, expected: &[i64]| {
        let list = told.get(&format!("restorations?{query}"), &told.key);
        let ids = list["restorations"].as_array().unwrap().iter();
        let ids: Vec<_> = ids.map(|one| one["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, expected, "{query}");
    };
    check("", &[other, id]);
    check("state=declined", &[id]);
    check(
        &format!("sensor={}&state=proposed", told.sensor.id),
        &[other],
    );
    check(&format!("site={}", told.shop.site), &[other, id]);
    check(&format!("client={}&limit=1", told.shop.client), &[other]);
    check("site=999", &[]);
    let path = "/api/v1/restorations?state=done";
    let refused = told.server.get(path, &told.key);
    assert_eq!(
        (refused.status, &refused.json()["field"]),
        (422, &json!("state"))
    );
}

#[test]
fn a_restoration_is_its_clients_alone() {
    let told = Told::new(10);
    let id = told.propose();
    let stranger = key(&told.server, told.server.shop("UTC"), true);
    let path = format!("/api/v1/restorations/{id}");
    assert_eq!(told.server.get(&path, &stranger).status, 404);
    assert_eq!(told.server.get(&path, "nobody").status, 401);
    let list = told.get("restorations", &stranger);
    assert_eq!(list["restorations"], json!([]));
    let list = told.get(
        &format!("restorations?client={}", told.shop.client),
        &stranger,
    );
    assert_eq!(list["restorations"], json!([]));
    for (path, body) in [
        (format!("/{id}/answer"), json!({"agrees": true})),
        (format!("/{id}/withdrawal"), json!({})),
    ] {
        let refused = told.say(&stranger, &path, &body);
        assert_eq!(refused.status, 404, "{path}: {}", refused.text);
    }
    assert_eq!(told.say(&told.key, "", &told.proposal()).status, 403);
}

#[test]
fn what_cannot_be_restored_is_refused_with_the_field_at_fault() {
    let told = Told::new(1);
    let check = |field: &str, value: Value, expected: &str| {
        let mut proposal = told.proposal();
        proposal[field] = value.clone();
        let refused = told.say(ADMINISTRATOR, "", &proposal);
        assert_eq!(refused.status, 422, "{field} {value}: {}", refused.text);
        assert_eq!(refused.json()["field"], expected, "{field} {value}");
    };
    // A week before and none after tell too little.
    check("reason", json!("The cable"), "sensor");
    check("reason", json!(" "), "reason");
    check("reason", json!("x".repeat(4_001)), "reason");
    check("from", json!("Wednesday"), "from");
    check("to", json!("2026-03-04"), "to");
    check("to", json!("2026-04-05"), "to");
    check("from", json!("2026-03-05"), "to");
    let mut proposal = told.proposal();
    for (from, to, field) in [
        // Nothing is missing on the Tuesday.
        ("2026-03-03", "2026-03-04", "sensor"),
        ("2126-03-03", "2126-03-04", "to"),
    ] {
        (proposal["from"], proposal["to"]) = (json!(from), json!(to));
        let refused = told.say(ADMINISTRATOR, "", &proposal);
        assert_eq!(
            (refused.status, &refused.json()["field"]),
            (422, &json!(field)),
            "{from}: {}",
            refused.text
        );
    }
    let told_singly = json!({"kind": "event", "name": "Singly"});
    proposal["sensor"] = json!(told.server.sensor(told.shop, &told_singly).id);
    (proposal["from"], proposal["to"]) = (json!("2026-03-04"), json!("2026-03-05"));
    let refused = told.say(ADMINISTRATOR, "", &proposal);
    assert_eq!(refused.status, 422, "{}", refused.text);
    assert!(refused.text.contains("single people"), "{}", refused.text);
    let mut unknown = told.proposal();
    unknown["sensor"] = json!(999);
    assert_eq!(told.say(ADMINISTRATOR, "", &unknown).status, 404);
}

#[test]
fn tables_say_what_is_restored() {
    let told = Told::new(10);
    let id = told.propose();
    told.said(
        &told.key,
        &format!("/{id}/answer"),
        &json!({"agrees": true}),
        200,
    );
    let (restored, ..) = told.wednesday();
    let csv = |path: &str| {
        let path = format!("/api/v1/{path}&site={}&step=day&format=csv", told.shop.site);
        let answer = told.server.get(&path, &told.key);
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.text
    };
    let counts = csv(&format!("counts?{HOLE}"));
    let header = "start,end,in,out,expected,measured,implausible,restored,filled";
    assert_eq!(counts.lines().next(), Some(header));
    let line = counts.lines().nth(1).unwrap();
    assert!(line.ends_with(&format!(",96,0,0,{restored},96")), "{line}");
    let people = csv(&format!("series?{HOLE}&language=ru"));
    let header = "\u{feff}С;По;Вошли;Вышли;Восстановлено;";
    assert!(people.starts_with(header), "{people}");
    let line = people.lines().nth(1).unwrap();
    let expected = format!("04.03.2026;05.03.2026;{restored};96;{restored};");
    assert!(line.starts_with(&expected), "{line}");
}
