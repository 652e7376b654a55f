//! What waits to be sent, was sent, or is to be sent to nobody any more.

use e2e::server::{ADMINISTRATOR, Server};
use serde_json::{Value, json};

#[test]
fn what_is_over_is_sent_again() {
    let server = Server::start();
    let shop = server.shop("UTC");
    let database = rusqlite::Connection::open(server.database()).unwrap();
    let sql = format!(
        "INSERT INTO incident (id, client_id, symptom, since, detected_at, evidence, stage)
             VALUES (7, {}, 'no_data', 0, 0, '{{}}', 'open');
         INSERT INTO outbox (key, channel, incident_id, recipient, language, kind, body, critical,
                 created_at, due, state, attempts, error)
             SELECT value, 'mail', iif(value = 'sent', 7, NULL), value || '@example.com', 'ru',
                 'opened', '{{}}', 0, 0, 0, value, 5, 'refused'
             FROM json_each('[\"waiting\", \"sending\", \"sent\", \"failed\", \"suppressed\", \"gathered\"]');
         INSERT INTO suppression VALUES ('a+b@example.com', 'bounced', 0);",
        shop.client
    );
    database.execute_batch(&sql).unwrap();
    let check = |query: &str, expected: &[i64]| {
        let listed = server
            .get(&format!("/api/v1/outbox?{query}"), ADMINISTRATOR)
            .json();
        let ids = listed["outbox"].as_array().unwrap().iter();
        let ids: Vec<_> = ids.map(|message| message["id"].as_i64().unwrap()).collect();
        assert_eq!(ids, expected, "{query}");
    };
    check("", &[1, 2, 3, 4, 5, 6]);
    check("state=failed", &[4]);
    check(&format!("client={}", shop.client), &[3]);
    check("client=99", &[]);
    check("incident=7", &[3]);
    check("recipient=gathered@example.com", &[6]);
    for (id, status) in [(1, 409), (2, 409), (3, 200), (4, 200), (5, 200), (6, 409)] {
        let path = format!("/api/v1/outbox/{id}/resend");
        let answer = server.administer("POST", &path, &Value::Null);
        assert_eq!(answer.status, status, "{id}: {}", answer.text);
    }
    let sql = "SELECT count(*) FROM outbox
        WHERE state = 'waiting' AND attempts = 0 AND error IS NULL AND unixepoch() - 60 < due";
    let resent: i64 = database.query_row(sql, [], |row| row.get(0)).unwrap();
    assert_eq!(resent, 3);

    let listed =
        || server.get("/api/v1/suppressions", ADMINISTRATOR).json()["suppressions"].clone();
    let since = "1970-01-01T00:00:00Z";
    let expected = json!([{"email": "a+b@example.com", "reason": "bounced", "since": since}]);
    assert_eq!(listed(), expected);
    let path = "/api/v1/suppressions/a+b@example.com";
    let remove = || server.administer("DELETE", path, &Value::Null).status;
    assert_eq!((remove(), remove(), listed()), (204, 404, json!([])));
}
