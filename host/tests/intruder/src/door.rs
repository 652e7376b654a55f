//! What the host calls.

use spin_sdk::http::{FromRequest as _, IntoResponse as _, Request};
use spin_sdk::wasip3::exports::http::handler::Guest;
use spin_sdk::wasip3::http::types::{self, ErrorCode};
use spin_sdk::wasip3::{http, wit_future, wit_stream};
use spin_sdk::wit_bindgen::spawn;

struct Door;

http::service::export!(Door);

impl Guest for Door {
    async fn handle(request: types::Request) -> Result<types::Response, ErrorCode> {
        match request.get_path_with_query().as_deref() {
            Some("/hello") => hello(),
            _ => super::handle(Request::from_request(request)?)
                .await
                .into_response(),
        }
    }
}

/// The least that an answer can be made of: `tests/bench` measures the host by
/// it, and the SDK would first copy headers that nobody reads.
fn hello() -> Result<types::Response, ErrorCode> {
    const TEXT: &str = "hello";
    let length = (
        "content-length".to_owned(),
        TEXT.len().to_string().into_bytes(),
    );
    let headers = types::Fields::from_list(&[length])
        .map_err(|error| ErrorCode::InternalError(Some(error.to_string())))?;
    let (mut writer, contents) = wit_stream::new();
    // Dropped, the writer says that no trailers follow.
    let (end, trailers) = wit_future::new(|| Ok(None));
    spawn(async move {
        writer.write_all(TEXT.as_bytes().to_vec()).await;
        drop((writer, end));
    });
    Ok(types::Response::new(headers, Some(contents), trailers).0)
}
