use super::*;

fn routes(table: &[(&str, &str)]) -> Result<Routes> {
    let triggers: Vec<HttpTrigger> = table
        .iter()
        .map(|(path, component)| HttpTrigger {
            route: Declared::Path((*path).to_owned()),
            component: (*component).to_owned(),
        })
        .collect();
    Routes::new(&triggers)
}

fn component(routes: &Routes, path: &str) -> Option<String> {
    routes.find(path).map(|found| found.component().to_owned())
}

fn told(routes: &Routes, uri: &str, given: &[(&'static str, &str)]) -> HeaderMap {
    let uri: Uri = uri.parse().unwrap();
    let mut headers = HeaderMap::new();
    for (name, value) in given {
        headers.insert(*name, HeaderValue::from_str(value).unwrap());
    }
    let client = "192.0.2.1:5000".parse().unwrap();
    let found = routes.find(uri.path()).unwrap();
    found.describe(&uri, client, &mut headers);
    headers
}

#[test]
fn the_most_specific_route_wins_in_any_order() {
    let mut table = vec![
        ("/...", "all"),
        ("/one", "exact"),
        ("/one/...", "one"),
        ("/one/two/...", "two"),
        ("/one/:name", "named"),
        ("/one/:name/...", "named-rest"),
        ("/one/:name/last", "named-exact"),
    ];
    for _ in 0..table.len() {
        table.rotate_left(1);
        let routes = routes(&table).unwrap();
        for (path, expected) in [
            ("/", "all"),
            ("/other/path", "all"),
            ("/one", "exact"),
            ("/one/", "exact"),
            ("/one/x", "named"),
            ("/one/two", "two"),
            ("/one/two/three", "two"),
            ("/one/x/last", "named-exact"),
            ("/one/x/y", "named-rest"),
            ("/onex", "all"),
        ] {
            assert_eq!(
                component(&routes, path).as_deref(),
                Some(expected),
                "{path}"
            );
        }
    }
}

#[test]
fn what_matches_nothing_is_not_found() {
    let routes = routes(&[("/a/...", "a"), ("/b/:x", "b"), ("/", "root")]).unwrap();
    for path in ["/b", "/b/1/2", "/ab", "/c", "/A"] {
        assert_eq!(component(&routes, path), None, "{path}");
    }
    for (path, expected) in [("/", "root"), ("/a", "a"), ("/a/", "a"), ("/b/1/", "b")] {
        assert_eq!(
            component(&routes, path).as_deref(),
            Some(expected),
            "{path}"
        );
    }
}

#[test]
fn duplicates_and_nonsense_are_errors() {
    for table in [
        [("/a", "x"), ("/a", "y")],
        [("/a/...", "x"), ("/a/...", "y")],
        [("/a/:x", "x"), ("/a/:y", "y")],
        [("/a", "x"), ("/a/", "y")],
        [("/ok", "x"), ("/.well-known/spin/health", "y")],
        [("/ok", "x"), ("no-slash", "y")],
        [("/ok", "x"), ("/*", "y")],
        [("/ok", "x"), ("/a.../b", "y")],
        [("/ok", "x"), ("/:", "y")],
        [("/ok", "x"), ("/x/.../y", "y")],
    ] {
        let result = routes(&table);
        if table[1].0 == "/a.../b" {
            assert!(result.is_ok(), "dots inside a segment are text");
        } else {
            assert!(result.is_err(), "{table:?}");
        }
    }
}

#[test]
fn the_component_is_told_about_the_route() {
    let routes = routes(&[("/site/:site_id/...", "c"), ("/plain", "p")]).unwrap();
    let headers = told(&routes, "http://example.org/site/42/a/b?q=1", &[]);
    for (name, value) in [
        ("spin-path-info", "/a/b"),
        ("spin-full-url", "http://example.org/site/42/a/b?q=1"),
        ("spin-matched-route", "/site/:site_id/..."),
        ("spin-base-path", "/"),
        ("spin-raw-component-route", "/site/:site_id/..."),
        ("spin-component-route", "/site/:site_id"),
        ("spin-client-addr", "192.0.2.1:5000"),
        ("spin-path-match-site-id", "42"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    assert_eq!(told(&routes, "http://x/plain", &[])["spin-path-info"], "");
}

#[test]
fn the_rest_keeps_its_last_slash() {
    let routes = routes(&[("/test/...", "c")]).unwrap();
    for (path, rest) in [
        ("/test", ""),
        ("/test/", "/"),
        ("/test/a", "/a"),
        ("/test/a/", "/a/"),
    ] {
        let headers = told(&routes, &format!("http://x{path}"), &[]);
        assert_eq!(headers["spin-path-info"], rest, "{path}");
    }
}

#[test]
fn a_client_cannot_say_what_the_server_says() {
    let routes = routes(&[("/...", "c")]).unwrap();
    let forged = [
        ("spin-client-addr", "127.0.0.1:1"),
        ("spin-path-match-id", "1"),
        ("spin-anything", "1"),
        ("accept", "text/plain"),
    ];
    let headers = told(&routes, "http://x/", &forged);
    assert_eq!(headers["spin-client-addr"], "192.0.2.1:5000");
    assert!(!headers.contains_key("spin-path-match-id"));
    assert!(!headers.contains_key("spin-anything"));
    assert!(headers.contains_key("accept"));
}

#[test]
fn private_routes_are_not_public() {
    let private: HttpTrigger =
        toml::from_str("route = { private = true }\ncomponent = \"p\"").unwrap();
    let routes = Routes::new(&[private]).unwrap();
    assert!(routes.find("/").is_none());
}
