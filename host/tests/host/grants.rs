//! What was not granted is refused, what was granted works.

use std::net::TcpListener;

use crate::running::{Host, component, manifest};

#[test]
fn what_was_not_granted_is_refused() {
    let text = manifest("") + &component("private", "{ private = true }", "");
    let host = Host::start_manifest(&text, &[]);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let there = listener.local_addr().unwrap();
    let secret = host.folder.path().join("spin.toml");
    for (path, body, reason) in [
        ("/sql/default", "SELECT 1", "AccessDenied"),
        ("/sql/other", "SELECT 1", "AccessDenied"),
        ("/key-value/default", "", "AccessDenied"),
        ("/variable/token", "", "Undefined"),
        ("/variable/No-Name", "", "InvalidName"),
        ("/fetch", "http://example.org/", "HttpRequestDenied"),
        ("/fetch", &format!("http://{there}/"), "HttpRequestDenied"),
        (
            "/fetch",
            "http://private.spin.internal/hello",
            "HttpRequestDenied",
        ),
        (&format!("/connect/{there}"), "", "AccessDenied"),
        ("/listen/127.0.0.1:0", "", "AccessDenied"),
        ("/listen/0.0.0.0:0", "", "AccessDenied"),
        (&format!("/datagram/{there}"), "", "AccessDenied"),
        ("/lookup/localhost", "", "Failure"),
        ("/read/etc/hostname", "", "No such file"),
        (&format!("/read{}", secret.display()), "", "No such file"),
        ("/read/../../../../etc/hostname", "", "No such file"),
        ("/list/", "", "No such file"),
        ("/write/tmp/intruded", "", "No such file"),
    ] {
        let answer = host.ask(path, body);
        assert_eq!(answer.status, 403, "{path} {body}: {}", answer.body);
        assert!(answer.body.contains(reason), "{path}: {}", answer.body);
    }
    assert_eq!(host.get("/environment").ok(), "");
    listener.set_nonblocking(true).unwrap();
    assert!(listener.accept().is_err(), "nobody may have connected");
}

#[test]
fn what_was_granted_works() {
    let server = Host::start("", &[]);
    let outside = server.address;
    let grants = format!(
        r#"
        sqlite_databases = ["default"]
        key_value_stores = ["default"]
        files = [{{ source = "given", destination = "/files" }}]
        environment = {{ GRANTED = "yes" }}
        variables = {{ token = "<{{{{ token }}}}>" }}
        allowed_outbound_hosts = [
            "http://{outside}", "tcp://127.0.0.1:{}", "http://private.spin.internal"
        ]
        "#,
        outside.port()
    );
    let text = manifest(&grants)
        + &component("private", "{ private = true }", "")
        + "[variables]\ntoken = { required = true, secret = true }\n";
    // The folder has to be there before the host starts.
    let folder = std::env::temp_dir().join(format!("granted-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), "read me").unwrap();
    let text = text.replace("\"given\"", &format!("{folder:?}"));
    let host = Host::start_manifest(&text, &["--variable", "token=hush"]);

    assert_eq!(host.ask("/sql/default", "SELECT 1").ok(), "ok 1\n");
    assert_eq!(
        host.get("/key-value/default").ok(),
        r#"Some([4]) ["one", "two"] None true"#
    );
    assert_eq!(host.get("/environment").ok(), "GRANTED=yes\n");
    assert_eq!(host.get("/variable/token").ok(), "<hush>");
    assert_eq!(host.get("/read/files/a.txt").ok(), "read me");
    assert_eq!(host.get("/list/files").ok(), r#"["a.txt"]"#);
    assert_eq!(host.get("/write/files/a.txt").status, 403);
    assert_eq!(host.get("/write/files/b.txt").status, 403);
    assert_eq!(host.get("/read/files/../etc/hostname").status, 403);
    let fetched = host.ask("/fetch", &format!("http://{outside}/hello"));
    assert_eq!(fetched.ok(), "200 hello");
    let connected = host.get(&format!("/connect/{outside}"));
    assert_eq!(connected.ok(), "connected");
    let chained = host
        .ask("/fetch", "http://private.spin.internal/headers")
        .ok();
    assert!(chained.contains("spin-client-addr: 0.0.0.0:0"), "{chained}");
    assert!(chained.contains("spin-path-info: /headers"), "{chained}");
    let trapped = host.ask("/fetch", "http://private.spin.internal/trap").ok();
    assert!(trapped.starts_with("500"), "{trapped}");
    // What a component was granted, those that it calls were not.
    let chained = host.ask("/fetch", "http://private.spin.internal/variable/token");
    assert!(chained.ok().starts_with("403"));
    assert!(!host.log().contains("hush"), "secrets are not logged");
    std::fs::remove_dir_all(folder).unwrap();
}
