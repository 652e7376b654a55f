//! The knowledge base, as it is read.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

/// Reads as somebody, in a language.
fn read(server: &Server, token: &str, language: &str, path: &str) -> (u16, Value) {
    let bearer = format!("Bearer {token}");
    let headers = [
        ("authorization", bearer.as_str()),
        ("accept-language", language),
    ];
    let answer = server.send("GET", path, &headers, b"");
    (answer.status, answer.json())
}

fn slugs(list: &Value) -> Vec<&str> {
    let articles = list["articles"].as_array().unwrap();
    let slugs = articles.iter().map(|article| article["slug"].as_str());
    slugs.map(Option::unwrap).collect()
}

#[test]
fn articles_are_found_by_symptom_and_by_words_in_the_readers_language() {
    let server = Server::start();
    let check = |language: &str, query: &str, with: &[&str], without: &[&str]| {
        let path = format!("/api/v1/articles{query}");
        let (status, list) = read(&server, ADMINISTRATOR, language, &path);
        assert_eq!(status, 200, "{path}: {list}");
        let found = slugs(&list);
        for slug in with {
            assert!(found.contains(slug), "{path}: {slug}: {found:?}");
        }
        for slug in without {
            assert!(!found.contains(slug), "{path}: {slug}: {found:?}");
        }
    };
    check("ru", "", &["power", "settings", "unknown"], &[]);
    let frozen = ["sensor_hung", "firmware", "works"];
    check("ru", "?symptom=frozen", &frozen, &["cable", "data_centre"]);
    check(
        "en",
        "?symptom=service_outage",
        &["data_centre"],
        &["power"],
    );
    check(
        "en",
        "?search=PATCH%20cord",
        &["cable"],
        &["server_outdated"],
    );
    // Патч-корд
    let cord = "%D0%BF%D0%B0%D1%82%D1%87-%D0%BA%D0%BE%D1%80%D0%B4";
    check(
        "ru",
        &format!("?search={cord}"),
        &["cable"],
        &["hours_wrong"],
    );
    check("en", &format!("?search={cord}"), &[], &["cable"]);
    let both = "?symptom=no_contact&search=30080";
    check("en", both, &["firewall"], &["works", "unknown"]);

    let (status, refused) = read(&server, ADMINISTRATOR, "en", "/api/v1/articles?symptom=x");
    assert_eq!((status, &refused["field"]), (422, &json!("symptom")));
}

#[test]
fn an_article_is_shown_to_whoever_is_signed_in() {
    let server = Server::start();
    let shop = server.shop("Europe/Moscow");
    let key = server.key(shop, &json!({}));
    let (_, list) = read(&server, &key, "ru", "/api/v1/articles");
    for (brief, slug) in list["articles"]
        .as_array()
        .unwrap()
        .iter()
        .zip(slugs(&list))
    {
        let path = format!("/api/v1/articles/{slug}");
        let (status, article) = read(&server, &key, "ru", &path);
        assert_eq!(status, 200, "{slug}: {article}");
        for part in ["slug", "title", "summary", "symptoms"] {
            assert_eq!(article[part], brief[part], "{slug}");
        }
        let (html, text) = (&article["html"], &article["text"]);
        assert!(
            html.as_str()
                .unwrap()
                .starts_with("<h2>Как проявляется</h2>")
        );
        assert!(text.as_str().unwrap().starts_with("## Как проявляется"));
    }
    let power = "/api/v1/articles/power";
    let (_, article) = read(&server, &key, "en", power);
    assert_eq!(article["title"], "No power");
    let html = article["html"].as_str().unwrap();
    for part in ["<ol>", "<a href=\"/articles/"] {
        assert!(html.contains(part), "{part}: {html}");
    }

    let (status, _) = read(&server, &key, "ru", "/api/v1/articles/nothing_such");
    assert_eq!(status, 404);
    assert_eq!(server.send("GET", power, &[], b"").status, 401);
}
