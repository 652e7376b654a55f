//! Requests and answers as the host hands them in and out.
//!
//! The SDK's own conversions copy all headers, the host's dozen about the route
//! included. Every text costs a call from the host into the component for
//! memory, which for a short request is more than all the rest. So here only
//! headers that some function reads are asked for.

use axum::Router;
use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use futures_util::stream;
use http::{HeaderName, HeaderValue, Method, Request, header};
use http_body_util::BodyExt as _;
use spin_sdk::wasip3::http::types::{self, ErrorCode, Trailers};
use spin_sdk::wasip3::{wit_future, wit_stream};
use spin_sdk::wit_bindgen::{
    FutureReader, FutureWriter, StreamReader, StreamResult, StreamWriter, spawn,
};

use crate::{auth, serve};

/// The headers that all functions read.
const READ: [HeaderName; 7] = [
    header::ACCEPT,
    header::ACCEPT_LANGUAGE,
    HeaderName::from_static("authentication"),
    header::AUTHORIZATION,
    header::CONTENT_ENCODING,
    header::CONTENT_LENGTH,
    header::CONTENT_TYPE,
];

/// The headers of browsers, beside them.
const READ_OF_BROWSERS: [HeaderName; 8] = [
    header::ACCEPT_ENCODING,
    header::COOKIE,
    header::IF_NONE_MATCH,
    header::USER_AGENT,
    auth::session::CSRF,
    auth::session::FETCH_SITE,
    auth::CLIENT_ADDRESS,
    auth::FORWARDED_FOR,
];

/// Which headers a function reads: no function sees any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Callers {
    /// Browsers, among others.
    Any,
    /// Devices; browsers only read.
    Devices,
}

/// The bytes of a body that are fetched at once, at most.
const SIP: usize = 32 << 10;

/// Makes the function of this name, which gives a router, what the host calls.
/// With `Devices`, what is posted is not looked through for a browser's headers.
#[macro_export]
macro_rules! export {
    ($router:ident) => {
        $crate::export!($router, Any);
    };
    ($router:ident, $callers:ident) => {
        struct Door;

        $crate::wasip3::http::service::export!(Door);

        impl $crate::wasip3::exports::http::handler::Guest for Door {
            async fn handle(
                request: $crate::wasip3::http::types::Request,
            ) -> Result<
                $crate::wasip3::http::types::Response,
                $crate::wasip3::http::types::ErrorCode,
            > {
                $crate::answer($router(), request, $crate::Callers::$callers).await
            }
        }
    };
}

type End = Result<Option<Trailers>, ErrorCode>;

/// A request's body, as far as it has been read.
enum Unread {
    All(types::Request),
    Rest {
        contents: StreamReader<u8>,
        end: FutureReader<End>,
        /// Dropped, it tells the host that the body was taken well.
        taken: FutureWriter<Result<(), ErrorCode>>,
    },
}

/// Answers a request of the host with a router.
///
/// # Errors
/// The request's address, or the answer's status, is none.
pub async fn answer(
    router: Router,
    request: types::Request,
    callers: Callers,
) -> Result<types::Response, ErrorCode> {
    give(serve(router, take(request, callers)?).await)
}

/// A request with the headers that functions read.
fn take(request: types::Request, callers: Callers) -> Result<Request<Body>, ErrorCode> {
    let path = request.get_path_with_query();
    let mut taken = Request::new(());
    *taken.method_mut() =
        Method::try_from(request.get_method()).map_err(|_| ErrorCode::HttpRequestMethodInvalid)?;
    *taken.uri_mut() = path
        .as_deref()
        .unwrap_or("/")
        .parse()
        .map_err(|_| ErrorCode::HttpRequestUriInvalid)?;
    let headers = request.get_headers();
    let of_browsers = match callers {
        Callers::Any => &READ_OF_BROWSERS[..],
        Callers::Devices if [Method::GET, Method::HEAD].contains(taken.method()) => {
            &READ_OF_BROWSERS[..]
        }
        Callers::Devices => &[],
    };
    for name in READ.iter().chain(of_browsers) {
        for value in headers.get(name.as_str()) {
            taken.headers_mut().append(
                name.clone(),
                HeaderValue::try_from(value).map_err(internal)?,
            );
        }
    }
    let pieces = stream::unfold(Some(Unread::All(request)), read);
    Ok(taken.map(|()| Body::from_stream(pieces)))
}

/// Reads on in a body. One that is never read costs nothing.
async fn read(body: Option<Unread>) -> Option<(Result<Vec<u8>, ErrorCode>, Option<Unread>)> {
    let (mut contents, end, taken) = match body? {
        Unread::All(request) => {
            let (taken, told) = wit_future::new(|| Ok(()));
            let (contents, end) = types::Request::consume_body(request, told);
            (contents, end, taken)
        }
        Unread::Rest {
            contents,
            end,
            taken,
        } => (contents, end, taken),
    };
    let (result, piece) = contents.read(Vec::with_capacity(SIP)).await;
    if matches!(result, StreamResult::Complete(_)) {
        let rest = Unread::Rest {
            contents,
            end,
            taken,
        };
        return Some((Ok(piece), Some(rest)));
    }
    // Whether it has ended or broken off is told behind it.
    end.await.err().map(|error| (Err(error), None))
}

/// Turns a response into the host's. The host may have its head before the
/// body is written.
fn give(response: Response) -> Result<types::Response, ErrorCode> {
    let (parts, body) = response.into_parts();
    let mut headers: Vec<_> = parts
        .headers
        .iter()
        .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
        .collect();
    let length = body.size_hint().exact();
    if let Some(length) = length.filter(|length| 0 < *length)
        && !parts.headers.contains_key(header::CONTENT_LENGTH)
    {
        // Known, it spares the host to mark the end.
        let length = length.to_string().into_bytes();
        headers.push((header::CONTENT_LENGTH.as_str().to_owned(), length));
    }
    let headers = types::Fields::from_list(&headers).map_err(internal)?;
    // Dropped, the writer says that no trailers follow.
    let (end, trailers) = wit_future::new(|| Ok(None));
    let contents = (length != Some(0)).then(|| {
        let (writer, contents) = wit_stream::new();
        spawn(send(body, writer, end));
        contents
    });
    let (answer, _) = types::Response::new(headers, contents, trailers);
    answer
        .set_status_code(parts.status.as_u16())
        .map_err(|()| internal("not a status"))?;
    Ok(answer)
}

/// Writes a body, until nobody reads it any more.
async fn send(mut body: Body, mut writer: StreamWriter<u8>, end: FutureWriter<End>) {
    while let Some(frame) = body.frame().await {
        let frame = match frame {
            Ok(frame) => frame,
            Err(error) => {
                let error = internal(error);
                // Whoever is gone needs not know.
                drop(end.write(Err(error)).await);
                return;
            }
        };
        if let Ok(data) = frame.into_data()
            && !writer.write_all(data.into()).await.is_empty()
        {
            return;
        }
    }
}

fn internal(error: impl std::fmt::Display) -> ErrorCode {
    ErrorCode::InternalError(Some(error.to_string()))
}
