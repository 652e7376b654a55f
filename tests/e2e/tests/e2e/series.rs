//! Series beside what is usual and beside last year.

use std::fmt::Write as _;
use std::io::Cursor;

use calamine::{Data, Reader, Xlsx};
use chrono::{DateTime, TimeDelta};
use e2e::server::{ADMINISTRATOR, Server};
use e2e::shop::Shop;
use serde_json::{Value, json};

/// A Monday, and the weeks of history before it.
const MONDAY: &str = "2026-03-02T00:00:00+03:00";
const WEEKS: i64 = 10;

/// A shop in Moscow: each hour of week `w` of eleven 10 + w come, and five in
/// the week of last year.
fn told() -> (Server, Shop) {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let sensor = server.sensor(shop, &json!({"interval": 3600}));
    let monday = DateTime::parse_from_rfc3339(MONDAY).unwrap();
    let mut csv = "sensor,start,interval,in,out\n".to_owned();
    let mut week = |weeks_before: i64, people: i64| {
        let first = monday - TimeDelta::weeks(weeks_before);
        for hour in 0..7 * 24 {
            let start = (first + TimeDelta::hours(hour)).timestamp();
            writeln!(csv, "{},{start},3600,{people},1", sensor.id).unwrap();
        }
    };
    for weeks_before in 0..=WEEKS {
        week(weeks_before, 10 + WEEKS - weeks_before);
    }
    week(52, 5);
    server.import(ADMINISTRATOR, &csv);
    (server, shop)
}

/// Has something happen until an hour before a date's midnight.
fn happens(server: &Server, shop: Shop, kind: &str, date: &str) {
    let times = ["00", "23"].map(|hour| format!("{date}T{hour}:00:00+03:00"));
    server.happens(shop, kind, times.each_ref().map(String::as_str));
}

fn series(server: &Server, query: &str) -> Value {
    let answer = server.get(&format!("/api/v1/series?{query}"), ADMINISTRATOR);
    assert_eq!(answer.status, 200, "{query}: {}", answer.text);
    answer.json()
}

#[test]
fn a_series_stands_beside_what_is_usual_and_last_year() {
    let (server, shop) = told();
    happens(&server, shop, "holiday", "2026-02-23");
    happens(&server, shop, "promotion", "2026-03-08");
    let of_site = format!(
        "site={}&from=2026-03-02&to=2026-03-09&usual=true&year=true",
        shop.site
    );
    let day = series(&server, &format!("{of_site}&step=day"));
    assert_eq!(day["names"], json!(["Client", "Site"]));
    assert_eq!(
        (&day["zone"], &day["step"]),
        (&json!("Europe/Moscow"), &json!("day"))
    );
    let expected = json!({
        "start": MONDAY, "end": "2026-03-03T00:00:00+03:00", "in": 480, "out": 24,
        "restored": 0, "filled": 0, "expected": 24, "measured": 24, "late": 0, "implausible": 0,
        // The Monday before was a holiday: one week more is looked back.
        "usual": {"low": 231, "median": 348, "high": 465},
        "year": {"start": "2025-03-03T00:00:00+03:00", "in": 120, "out": 24, "restored": 0, "measured": 24},
    });
    assert_eq!(day["parts"][0], expected);
    let tuesday = json!({"low": 255, "median": 372, "high": 489});
    assert_eq!(day["parts"][1]["usual"], tuesday);
    assert_eq!(day["parts"].as_array().unwrap().len(), 7);
    let events = json!([{
        "site_id": shop.site, "kind": "promotion", "name": "promotion",
        "from": "2026-03-08T00:00:00+03:00", "to": "2026-03-08T23:00:00+03:00",
    }]);
    assert_eq!(day["events"], events);

    let hour = series(&server, &format!("{of_site}&step=hour"));
    let usual = json!({"low": 9, "median": 16, "high": 22});
    assert_eq!(hour["parts"][24]["usual"], usual);
    assert_eq!(hour["parts"][24]["year"]["in"], 5);
    let week = series(&server, &format!("{of_site}&step=week"));
    // A Monday of 348 and six other days of 372.
    let usual = json!({"low": 2270, "median": 348 + 6 * 372, "high": 2890});
    assert_eq!(week["parts"][0]["usual"], usual);
    assert_eq!(
        (&week["parts"][0]["in"], &week["parts"][0]["late"]),
        (&json!(7 * 480), &json!(0))
    );
    assert_eq!(week["parts"][0]["year"]["in"], 5 * 7 * 24);
    let month = series(&server, &format!("{of_site}&step=month"));
    let year = json!({
        "start": "2025-03-01T00:00:00+03:00", "in": 5 * 7 * 24, "out": 7 * 24,
        "restored": 0, "measured": 7 * 24,
    });
    assert_eq!(month["parts"][0]["year"], year);
    let days = "from=2026-03-01&to=2026-04-01&usual=true&step=day";
    let days = series(&server, &format!("site={}&{days}", shop.site));
    let medians = days["parts"].as_array().unwrap().iter();
    let medians = medians.map(|part| part["usual"]["median"].as_i64().unwrap());
    assert_eq!(month["parts"][0]["usual"]["median"], medians.sum::<i64>());
}

#[test]
fn what_nobody_can_know_is_null() {
    let (server, shop) = told();
    let check = |query: &str| {
        let found = series(&server, &format!("site={}&{query}", shop.site));
        let part = &found["parts"][0];
        assert_eq!(
            (&part["usual"], &part["year"]),
            (&Value::Null, &Value::Null),
            "{query}"
        );
    };
    check("from=2026-03-02&to=2026-03-03&step=day");
    check("from=2026-01-05&to=2026-01-06&step=day&usual=true&year=true");
    check("from=2026-03-02&to=2026-03-03&step=interval&usual=true&year=true");
    check("from=2030-03-04&to=2030-03-05&step=day&usual=true&year=true");
}

#[test]
fn a_series_is_of_the_asking_client_alone() {
    let (server, shop) = told();
    let other = server.shop("UTC");
    let key = &server.key(other, &json!({}));
    let sensor = server.sensor(shop, &json!({})).id;
    let check = |path: &str, status: u16| {
        assert_eq!(
            server.get(&format!("/api/v1/{path}"), key).status,
            status,
            "{path}"
        );
        let nobody = server.get(&format!("/api/v1/{path}"), "nobody");
        assert_eq!(nobody.status, 401, "{path}");
    };
    let period = "from=2026-03-02&to=2026-03-03&step=day";
    for scope in [
        format!("site={}", shop.site),
        format!("client={}", shop.client),
        format!("entrance={}", shop.entrance),
        format!("sensor={sensor}"),
        "site=999".to_owned(),
    ] {
        check(&format!("series?{scope}&{period}"), 404);
    }
    check(&format!("series?site={}&{period}", other.site), 200);
    check(&format!("gaps?sensor={sensor}"), 404);
    check(&format!("journal?sensor={sensor}"), 404);
    check(&format!("pushes?sensor={sensor}"), 403);
}

/// A workbook for a reader who prefers a language.
fn workbook(server: &Server, query: &str, accepted: &str) -> Xlsx<Cursor<Vec<u8>>> {
    let url = format!("{}/api/v1/series?{query}&format=xlsx", server.url);
    let bytes = ureq::get(&url)
        .header("authorization", format!("Bearer {ADMINISTRATOR}"))
        .header("accept-language", accepted)
        .call()
        .unwrap()
        .body_mut()
        .read_to_vec()
        .unwrap();
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

#[test]
fn a_file_is_in_the_language_that_is_asked_for() {
    let (server, shop) = told();
    let of_site = |rest: &str| format!("site={}&{rest}", shop.site);
    let csv = |query: &str| {
        let path = format!("/api/v1/series?{}&format=csv", of_site(query));
        let answer = server.get(&path, ADMINISTRATOR);
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        answer.text
    };
    let check = |query: &str, headings: &str, line: &str| {
        let text = csv(query);
        let lines: Vec<_> = text.split("\r\n").collect();
        assert_eq!(lines[..2], [headings, line], "{query}");
        assert_eq!(lines.last(), Some(&""), "{query}");
    };
    let days = "from=2026-03-02&to=2026-03-03&step=day&usual=true";
    check(
        &format!("{days}&language=ru"),
        "\u{feff}С;По;Вошли;Вышли;Обычно входит;Обычно не меньше;Обычно не больше;\
         Интервалов ожидалось;Интервалов измерено;Из них с опозданием;Из них неправдоподобных",
        "02.03.2026;03.03.2026;480;24;372;255;489;24;24;0;0",
    );
    check(
        &format!("{days}&language=en"),
        "\u{feff}From;To;In;Out;Usually in;Usually at least;Usually at most;\
         Intervals expected;Intervals measured;Of these late;Of these implausible",
        "2026-03-02;2026-03-03;480;24;372;255;489;24;24;0;0",
    );
    // Of an hour that was not measured nothing is said but that.
    check(
        "from=2026-03-09T10:00:00%2B03:00&to=2026-03-09T11:00:00%2B03:00&step=hour&language=ru",
        "\u{feff}С;По;Интервалов ожидалось;Интервалов измерено;Из них с опозданием;\
         Из них неправдоподобных",
        "09.03.2026 10:00;09.03.2026 11:00;1;0;0;0",
    );
    assert!(csv(days).starts_with("start,end,in,"));
    for (told, accepted, sheet) in [
        ("&language=ru", "en", "Посетители"),
        ("&language=en", "ru", "Visitors"),
        ("", "en", "Visitors"),
    ] {
        let book = workbook(&server, &of_site(&format!("{days}{told}")), accepted);
        assert_eq!(book.sheet_names()[0], sheet, "{told}");
    }
    let path = format!("/api/v1/series?{}&language=de", of_site(days));
    let refused = server.get(&path, ADMINISTRATOR);
    let found = (refused.status, &refused.json()["field"]);
    assert_eq!(found, (422, &json!("language")), "{}", refused.text);
}

#[test]
fn a_series_comes_as_a_table_too() {
    let (server, shop) = told();
    happens(&server, shop, "promotion", "2026-03-08");
    let query = format!(
        "site={}&from=2026-03-02&to=2026-03-10&step=day&usual=true&year=true",
        shop.site
    );
    let csv = server.get(&format!("/api/v1/series?{query}&format=csv"), ADMINISTRATOR);
    let mut lines = csv.text.lines();
    assert!(
        lines
            .next()
            .unwrap()
            .starts_with("start,end,in,out,expected,measured,late,")
    );
    let expected = "2026-03-02T00:00:00+03:00,2026-03-03T00:00:00+03:00,480,24,24,24,0,0,\
        255,372,489,2025-03-03T00:00:00+03:00,120,24,24,0,0";
    assert_eq!(lines.next(), Some(expected));
    let name = csv.header("content-disposition").unwrap();
    assert!(
        name.ends_with("UTF-8''Site%202026-03-02%E2%80%932026-03-09.csv"),
        "{name}"
    );

    let mut book = workbook(&server, &query, "ru");
    assert_eq!(book.sheet_names(), ["Посетители", "События", "Пояснения"]);
    let sheet = book.worksheet_range("Посетители").unwrap();
    let row = |number| sheet.rows().nth(number).unwrap().to_vec();
    let texts: Vec<_> = row(0).iter().map(ToString::to_string).collect();
    assert_eq!(texts[..5], ["С", "По", "Вошли", "Вышли", "Обычно входит"]);
    let Data::DateTime(start) = &row(1)[0] else {
        panic!("{:?}", row(1));
    };
    // The second of March in days since the end of 1899.
    assert!(start.is_datetime());
    assert!((start.as_f64() - 46_083.0).abs() < 1e-9, "{start}");
    assert_eq!(
        row(1)[2..7],
        [480.0, 24.0, 372.0, 255.0, 489.0].map(Data::Float)
    );
    // Of what was not measured nothing is said.
    assert_eq!(row(8)[2..4], [Data::Empty, Data::Empty]);
    let about = book.worksheet_range("Пояснения").unwrap();
    let about: Vec<_> = about.rows().map(|row| row[1].to_string()).collect();
    assert_eq!(
        (about[0].as_str(), about[3].as_str()),
        ("Client — Site", "Europe/Moscow")
    );
}
