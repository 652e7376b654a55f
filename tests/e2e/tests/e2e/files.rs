//! The portal's files: as they were built, to whoever may have them, and no other.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use e2e::server::{Server, root};
use serde_json::Value;

/// An answer, byte for byte.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

/// Sends a request whose target stands as it is: clients would tidy it up.
fn ask(server: &Server, method: &str, target: &str, headers: &[(&str, &str)]) -> Answer {
    let address = server.url.strip_prefix("http://").unwrap();
    let mut connection = TcpStream::connect(address).unwrap();
    let mut request =
        format!("{method} {target} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n");
    for (name, value) in headers {
        request += &format!("{name}: {value}\r\n");
    }
    connection.write_all(request.as_bytes()).unwrap();
    connection.write_all(b"\r\n").unwrap();
    let mut answer = Vec::new();
    connection.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|at| at == b"\r\n\r\n").unwrap();
    let head = String::from_utf8(answer[..end].to_vec()).unwrap();
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap();
    let headers = lines.filter_map(|line| line.split_once(": "));
    Answer {
        status: status.parse().unwrap(),
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: answer[end + 4..].to_vec(),
    }
}

fn get(server: &Server, target: &str) -> Answer {
    ask(server, "GET", target, &[])
}

/// The files by path, as the build has listed them.
fn listed() -> BTreeMap<String, Value> {
    let list = std::fs::read(root().join("static/dist/files.json")).expect("make portal makes it");
    serde_json::from_slice(&list).unwrap()
}

fn on_disk(path: &str) -> Vec<u8> {
    std::fs::read(format!("{}/static/dist{path}", root().display())).unwrap()
}

fn unpacked(encoding: &str, body: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    assert!(matches!(encoding, "br" | "gzip"), "{encoding}");
    match encoding {
        "br" => brotli::Decompressor::new(body, 4096).read_to_end(&mut plain),
        _ => flate2::read::GzDecoder::new(body).read_to_end(&mut plain),
    }
    .unwrap();
    plain
}

#[test]
fn every_listed_file_is_served_plain_and_packed() {
    let server = Server::start();
    for (path, file) in listed() {
        let contents = on_disk(&path);
        let plain = get(&server, &path);
        assert_eq!(plain.status, 200, "{path}");
        assert_eq!(plain.header("content-type"), file["type"], "{path}");
        assert_eq!(plain.header("x-content-type-options"), "nosniff");
        assert!(plain.body == contents, "{path}");
        let lasting = "public, max-age=31536000, immutable";
        let keep = if path.starts_with("/assets/") {
            lasting
        } else {
            "no-cache"
        };
        assert_eq!(plain.header("cache-control"), keep, "{path}");

        for encoding in file["encodings"].as_array().unwrap() {
            let encoding = encoding.as_str().unwrap();
            let packed = ask(&server, "GET", &path, &[("accept-encoding", encoding)]);
            assert_eq!(packed.header("content-encoding"), encoding, "{path}");
            assert_eq!(packed.header("vary"), "accept-encoding", "{path}");
            assert!(packed.body.len() < contents.len(), "{path}");
            assert!(unpacked(encoding, &packed.body) == contents, "{path}");
            assert_ne!(packed.header("etag"), plain.header("etag"), "{path}");
        }
    }
}

#[test]
fn what_files_refer_to_is_there() {
    let files = listed();
    for kind in ["text/html", "text/css", "text/javascript"] {
        let texts = files
            .iter()
            .filter(|(_, file)| file["type"].as_str().is_some_and(|t| t.starts_with(kind)));
        for (path, _) in texts {
            let text = String::from_utf8(on_disk(path)).unwrap();
            for (at, _) in text.match_indices("/assets/") {
                let address: String = text[at..]
                    .chars()
                    .take_while(|&c| c.is_ascii_alphanumeric() || "/.-_".contains(c))
                    .collect();
                assert!(files.contains_key(&address), "{path} refers to {address}");
            }
        }
    }
}

#[test]
fn the_best_liked_coding_is_taken() {
    let server = Server::start();
    let check = |accept: &str, expected: &str| {
        let answer = ask(&server, "GET", "/", &[("accept-encoding", accept)]);
        assert_eq!(answer.header("content-encoding"), expected, "{accept}");
    };
    check("gzip, deflate, br, zstd", "br");
    check("br;q=0.2, gzip;q=0.8", "gzip");
    check("br;q=0, gzip;q=0", "");
    check("deflate", "");
}

#[test]
fn who_holds_a_file_is_not_sent_it_again() {
    let server = Server::start();
    let wasm = listed()
        .into_keys()
        .find(|path| path.ends_with(".wasm"))
        .unwrap();
    for path in ["/", "/sites/7", &wasm] {
        let first = ask(&server, "GET", path, &[("accept-encoding", "br")]);
        let tag = first.header("etag");
        assert!(tag.starts_with('"') && tag.ends_with('"'), "{path}: {tag}");
        let asked = [("accept-encoding", "br"), ("if-none-match", tag)];
        let again = ask(&server, "GET", path, &asked);
        assert_eq!((again.status, again.body.len()), (304, 0), "{path}");
        for name in ["etag", "vary", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{path}: {name}");
        }
        let other = [("accept-encoding", "gzip"), ("if-none-match", tag)];
        assert_eq!(ask(&server, "GET", path, &other).status, 200, "{path}");
    }
}

#[test]
fn a_screens_address_shows_the_page() {
    let server = Server::start();
    for screen in [
        "/",
        "/sites/7",
        "/sign-in?next=/sites/7",
        "/join",
        "/index.html",
    ] {
        let page = get(&server, screen);
        assert_eq!(page.status, 200, "{screen}");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(page.body == on_disk("/index.html"), "{screen}");
    }
}

#[test]
fn the_page_may_run_nothing_but_our_files() {
    let server = Server::start();
    let page = get(&server, "/");
    let policy: BTreeMap<_, _> = page
        .header("content-security-policy")
        .split("; ")
        .filter_map(|rule| rule.split_once(' '))
        .collect();
    for (rule, expected) in [
        ("default-src", "'none'"),
        ("script-src", "'self' 'wasm-unsafe-eval'"),
        ("style-src", "'self'"),
        ("connect-src", "'self'"),
        ("base-uri", "'none'"),
        ("form-action", "'self'"),
        ("frame-ancestors", "'none'"),
    ] {
        assert_eq!(policy.get(rule), Some(&expected), "{rule}");
    }
    assert_eq!(page.header("referrer-policy"), "same-origin");
    assert_eq!(page.header("cross-origin-opener-policy"), "same-origin");
    assert!(page.header("permissions-policy").contains("camera=()"));
    // Reached without TLS, it must not forbid that.
    assert_eq!(page.header("strict-transport-security"), "");
    let text = String::from_utf8(page.body).unwrap();
    for inline in ["<style", "style=", " onload=", " onclick=", "<script>"] {
        assert!(!text.contains(inline), "{inline}");
    }
}

#[test]
fn no_path_leaves_the_folder() {
    let server = Server::start();
    for target in [
        "/../spin.toml",
        "/../../Cargo.toml",
        "/assets/../../../spin.toml",
        "/assets/..%2f..%2fspin.toml",
        "/%2e%2e/spin.toml",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/..%5cspin.toml",
        "/..\\spin.toml",
        "/assets/%00",
        "/index.html%00.js",
        "//etc/hosts.allow",
        "/portal/index.html",
        "/files.json",
        "/index.html.br",
        "/favicon.ico",
        "/assets/portal.js",
        "/assets/",
        "/assets",
    ] {
        let answer = get(&server, target);
        // What is no address at all does not come as far as to be looked for.
        assert!(
            matches!(answer.status, 400 | 404),
            "{target}: {}",
            answer.status
        );
        let told = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!told.contains("spin_manifest_version"), "{target}");
        assert!(!told.contains("[workspace]"), "{target}");
    }
}

#[test]
fn what_other_functions_answer_is_no_screen() {
    let server = Server::start();
    for path in [
        "/api",
        "/api/v2/sites",
        "/push",
        "/internal/tick/x",
        "/mail/x",
    ] {
        let answer = get(&server, path);
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(
            answer.header("content-type"),
            "application/problem+json",
            "{path}"
        );
    }
}

#[test]
fn files_are_only_read() {
    let server = Server::start();
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"] {
        let answer = ask(&server, method, "/", &[("content-length", "0")]);
        assert_eq!(answer.status, 405, "{method}");
        assert_eq!(answer.header("allow"), "GET, HEAD", "{method}");
    }
    let (head, whole) = (ask(&server, "HEAD", "/", &[]), get(&server, "/"));
    assert_eq!((head.status, head.body.len()), (200, 0));
    for name in ["etag", "content-type", "content-length", "cache-control"] {
        assert_eq!(head.header(name), whole.header(name), "{name}");
    }
}
