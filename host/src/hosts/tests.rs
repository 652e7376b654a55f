use super::*;

fn hosts(rules: &[&str]) -> AllowedHosts {
    let rules: Vec<String> = rules.iter().map(|rule| (*rule).to_owned()).collect();
    AllowedHosts::parse(&rules).unwrap()
}

fn allows(rule: &str, uri: &str) -> bool {
    hosts(&[rule]).allow_uri(&uri.parse().unwrap())
}

#[test]
fn nothing_is_allowed_unless_listed() {
    assert!(!hosts(&[]).allow_uri(&"http://example.org/".parse().unwrap()));
    assert!(!hosts(&["", " "]).allow_some_tcp());
}

#[test]
fn scheme_host_and_port_have_to_fit() {
    for (rule, uri, expected) in [
        ("http://example.org", "http://example.org/path", true),
        ("http://example.org", "http://EXAMPLE.org/", true),
        ("http://example.org", "https://example.org/", false),
        ("http://example.org", "http://example.org:8080/", false),
        ("http://example.org", "http://example.org.evil.net/", false),
        ("http://example.org:8080", "http://example.org:8080/", true),
        ("http://example.org:*", "http://example.org:1/", true),
        ("http://example.org:80..90", "http://example.org:89/", true),
        ("http://example.org:80..90", "http://example.org:90/", false),
        ("*://example.org:443", "https://example.org/", true),
        ("https://*.example.org", "https://a.example.org/", true),
        ("https://*.example.org", "https://example.org/", false),
        ("https://*.example.org", "https://aexample.org/", false),
        ("https://*", "https://anything.example/", true),
        ("http://*:*", "http://anything.example:99/", true),
        ("http://127.0.0.1:3000", "http://127.0.0.1:3000/", true),
        ("http://[::1]:3000", "http://[::1]:3000/", true),
        ("http://10.0.0.0/8:80", "http://10.1.2.3/", true),
        ("http://10.0.0.0/8:80", "http://11.1.2.3/", false),
    ] {
        assert_eq!(allows(rule, uri), expected, "{rule} {uri}");
    }
}

#[test]
fn components_are_called_only_by_name() {
    let uri = "http://counts.spin.internal/x";
    assert!(allows("http://counts.spin.internal", uri));
    assert!(allows("http://*.spin.internal", uri));
    assert!(!allows("http://other.spin.internal", uri));
    assert!(!allows("http://*", uri));
    assert!(!allows("*://*:*", uri));
    assert_eq!(chained_component(&uri.parse().unwrap()), Some("counts"));
    assert_eq!(
        chained_component(&"http://example.org".parse().unwrap()),
        None
    );
    let hosts = hosts(&["http://a.spin.internal", "http://b.example"]);
    assert_eq!(hosts.chained().collect::<Vec<_>>(), ["a"]);
}

#[test]
fn sockets_are_opened_to_addresses() {
    let hosts = hosts(&["tcp://127.0.0.1:25", "*://192.0.2.0/24:1000..1002"]);
    for (address, expected) in [
        ("127.0.0.1:25", true),
        ("127.0.0.1:26", false),
        ("127.0.0.2:25", false),
        ("192.0.2.77:1001", true),
        ("192.0.2.77:1002", false),
        ("[::1]:25", false),
    ] {
        assert_eq!(
            hosts.allow_tcp(address.parse().unwrap()),
            expected,
            "{address}"
        );
    }
    assert!(hosts.allow_some_tcp());
    assert!(!self::hosts(&["http://*:*"]).allow_some_tcp());
}

#[test]
fn nonsense_is_refused() {
    for rule in [
        "*",
        "example.org",
        "tcp://1.2.3.4",
        "http://a*b",
        "http://example.org/path",
        "http://example.org:port",
        "http://{a,b}",
        "http://self",
        "ht tp://x",
        "http://1.2.3.4/33:80",
    ] {
        assert!(AllowedHosts::parse(&[rule.to_owned()]).is_err(), "{rule}");
    }
}
