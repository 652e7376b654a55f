//! A component that does as it is told, above all what it was not granted:
//! the tests of `host` ask it by path and read in its answer how that went.
#![cfg(target_family = "wasm")]

mod data;
mod door;
mod network;
mod own;

use http::header::CONTENT_LENGTH;
use http::{Response, StatusCode};
use http_body_util::BodyExt as _;
use spin_sdk::http::{BoxBody, Request, box_body};

/// What came of it: a text, or the reason why not.
type Outcome = Result<String, String>;

async fn handle(request: Request) -> Response<BoxBody> {
    let path = request.uri().path().to_owned();
    let (verb, rest) = path
        .trim_start_matches('/')
        .split_once('/')
        .unwrap_or((path.trim_start_matches('/'), ""));
    match verb {
        // At once: while it waited for its body, others would join the instance.
        "spin" => return respond(own::spin()),
        "echo" => return Response::new(box_body(request.into_body())),
        _ => {}
    }
    let headers = request.headers().clone();
    let body = match request.into_body().collect().await {
        Ok(body) => String::from_utf8_lossy(&body.to_bytes()).into_owned(),
        Err(error) => return respond(Err(format!("{error:?}"))),
    };
    respond(match verb {
        "headers" => Ok(own::headers(&headers)),
        "served" => Ok(own::served()),
        "variable" => own::variable(rest).await,
        "environment" => Ok(own::environment()),
        "print" => Ok(own::print(&body)),
        "sleep" => own::sleep(rest).await,
        "trap" => own::trap(),
        "memory" => own::memory(rest),
        "sql" => data::sql(rest, &body).await,
        "key-value" => data::key_value(rest).await,
        "tick" => data::tick().await,
        "read" => data::read(rest),
        "list" => data::list(rest),
        "write" => data::write(rest),
        "fetch" => network::fetch(&body).await,
        "connect" => network::connect(rest).await,
        "listen" => network::listen(rest),
        "datagram" => network::datagram(rest).await,
        "lookup" => network::lookup(rest).await,
        _ => Err(format!("no such thing as {verb:?}")),
    })
}

/// Whether it went well is in the status; 200 for an intrusion is bad news.
fn respond(outcome: Outcome) -> Response<BoxBody> {
    let (status, text) = match outcome {
        Ok(text) => (StatusCode::OK, text),
        Err(reason) => (StatusCode::FORBIDDEN, reason),
    };
    let length = text.len();
    let mut response = Response::new(box_body(text));
    // Known, it spares the server to mark the end.
    response.headers_mut().insert(CONTENT_LENGTH, length.into());
    *response.status_mut() = status;
    response
}
