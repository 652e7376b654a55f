//! Requests and their answers.

use crate::running::{Host, component, manifest};

#[test]
fn paths_lead_to_components() {
    let text = manifest("").replace("\"/...\"", "\"/headers/...\"")
        + &component("other", "\"/:first/exact\"", "")
        + &component("private", "{ private = true }", "");
    let host = Host::start_manifest(&text, &[]);
    let health = host.get("/.well-known/spin/health");
    assert_eq!(health.ok(), "OK");
    for path in [
        "/",
        "/private",
        "/private/hello",
        "/hello",
        "/a/exact/b",
        "/.well-known/spin/x",
    ] {
        assert_eq!(host.get(path).status, 404, "{path}");
    }
    for (path, route) in [
        ("/headers", "/headers/..."),
        ("/headers/a/b", "/headers/..."),
        ("/headers/exact", "/headers/..."),
    ] {
        let headers = host.get(path).ok();
        assert!(
            headers.contains(&format!("spin-matched-route: {route}\n")),
            "{headers}"
        );
    }
}

#[test]
fn the_server_alone_says_who_the_client_is() {
    let host = Host::start("", &[]);
    let request = "GET /headers/x?y=1 HTTP/1.1\r\nHost: example.org:99\r\nConnection: close\r\n\
        Spin-Client-Addr: 1.2.3.4:5\r\nSPIN-Path-Match-Id: 1\r\nX-Other: kept\r\n\r\n";
    let headers = host.raw(request).answer().ok();
    assert!(
        headers.contains("spin-client-addr: 127.0.0.1:"),
        "{headers}"
    );
    assert!(headers.contains("spin-full-url: http://example.org:99/headers/x?y=1\n"));
    assert!(headers.contains("x-other: kept\n"));
    assert!(!headers.contains("1.2.3.4"));
    assert!(!headers.contains("path-match"));
    assert!(!headers.contains("connection"));
}

#[test]
fn a_request_without_a_host_or_with_two_is_refused() {
    let host = Host::start("", &[]);
    for request in [
        "GET /hello HTTP/1.0\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
        "GET http://a/hello HTTP/1.1\r\nHost: b\r\nConnection: close\r\n\r\n",
    ] {
        assert_eq!(host.raw(request).answer().status, 400, "{request:?}");
    }
}

#[test]
fn bodies_are_streamed_both_ways() {
    let host = Host::start("", &[]);
    let mut echo = host
        .raw("POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n");
    assert!(echo.read_until("\r\n\r\n").starts_with("HTTP/1.1 200"));
    assert_eq!(echo.read_until("first\r\n"), "5\r\nfirst\r\n");
    echo.push("6\r\nsecond\r\n");
    assert_eq!(echo.read_until("second\r\n"), "6\r\nsecond\r\n");
    echo.push("0\r\n\r\n");
    assert_eq!(echo.read_until("0\r\n\r\n"), "0\r\n\r\n");
    // The connection is good for another request.
    echo.push("GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
    assert_eq!(echo.answer().ok(), "hello");
}
