//! The API document is generated from the code of all functions.

use e2e::server::{Server, root};
use serde_json::Value;
use utoipa::OpenApi;

/// The document that is kept and served, as text.
fn kept() -> String {
    std::fs::read_to_string(root().join("functions/registry/openapi.json")).unwrap()
}

/// The kept document is the one that the code gives; `UPDATE=1` writes it.
#[test]
fn the_kept_document_is_that_of_the_code() {
    let mut document = registry::Api::openapi();
    document.merge(ingest::Api::openapi());
    document.merge(counts::Api::openapi());
    document.merge(restorations::Api::openapi());
    document.merge(incidents::Api::openapi());
    let text = document.to_pretty_json().unwrap() + "\n";
    if std::env::var_os("UPDATE").is_some() {
        let path = root().join("functions/registry/openapi.json");
        std::fs::write(path, &text).unwrap();
    }
    assert!(kept() == text, "out of date: run make openapi");
}

#[test]
fn every_operation_has_a_name_of_its_own() {
    let document: Value = serde_json::from_str(&kept()).unwrap();
    let mut names = std::collections::BTreeSet::new();
    for (path, operations) in document["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{method} {path}: {name}");
        }
    }
    assert!(25 < names.len());
}

#[test]
fn every_schema_that_is_named_is_there() {
    let kept = kept();
    let document: Value = serde_json::from_str(&kept).unwrap();
    let schemas = &document["components"]["schemas"];
    let named = kept.split("\"#/components/schemas/").skip(1);
    let named: Vec<_> = named.map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(25 < named.len());
    for name in named {
        assert!(schemas[name].is_object(), "{name}");
    }
}

#[test]
fn the_document_is_served_to_anyone() {
    let server = Server::start();
    let answer = server.send("GET", "/api/v1/openapi.json", &[], b"");
    assert_eq!(answer.status, 200);
    let document = answer.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    for path in [
        "/push/{format}/{token}",
        "/api/v1/counts",
        "/api/v1/sensors/{id}",
    ] {
        assert!(document["paths"][path].is_object(), "{path}");
    }
    assert!(document["paths"]["/api/v1/counts"]["get"].is_object());
    assert!(document["paths"]["/api/v1/counts"]["post"].is_object());
}
