//! Bodies within their limits.

use std::io::Read;

use axum::body::Body;
use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::{HeaderMap, header};
use http_body_util::BodyExt;

use crate::{Error, Result};

/// The largest push and the largest JSON request, unpacked: 1 MiB.
pub const LIMIT: usize = 1 << 20;

/// Reads a whole body, unpacking gzip, of at most [`LIMIT`] bytes either way.
///
/// # Errors
/// `413` for more, `415` for another encoding, `400` for a broken body.
pub async fn read(headers: &HeaderMap, body: Body) -> Result<Bytes> {
    let length = length(headers);
    // Refused before it is kept, where the sender says how much will come.
    if length.is_some_and(|length| LIMIT < length) {
        return Err(too_large(body).await);
    }
    let bytes = collect(body, length).await?;
    if is_gzip(headers)? {
        inflate(&bytes)
    } else {
        Ok(bytes)
    }
}

/// All of a body. Where its length is known, the body is whole with its last
/// byte: that no more comes does not have to be waited for.
async fn collect(mut body: Body, length: Option<usize>) -> Result<Bytes> {
    let mut whole = Vec::with_capacity(length.unwrap_or_default());
    while length.is_none_or(|length| whole.len() < length) {
        let Some(frame) = body.frame().await else {
            break;
        };
        let frame = frame.map_err(|_| Error::broken_body())?;
        let Ok(data) = frame.into_data() else {
            continue;
        };
        if LIMIT < whole.len() + data.len() {
            return Err(too_large(body).await);
        }
        whole.extend_from_slice(&data);
    }
    if length.is_some_and(|length| whole.len() != length) {
        return Err(Error::broken_body());
    }
    Ok(whole.into())
}

/// The refusal of a body that is too large, once some more of it has been read
/// and thrown away: a device that is still sending does not read the answer,
/// and a connection that breaks tells it nothing.
async fn too_large(mut body: Body) -> Error {
    let mut thrown_away = 0;
    while thrown_away < 16 * LIMIT {
        match body.frame().await {
            Some(Ok(frame)) => thrown_away += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => break,
        }
    }
    Error::too_large(LIMIT)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    let value = headers.get(header::CONTENT_LENGTH)?;
    value.to_str().ok()?.parse().ok()
}

/// Whether the body is packed with gzip.
///
/// # Errors
/// `415` for an encoding that is neither gzip nor none.
pub fn is_gzip(headers: &HeaderMap) -> Result<bool> {
    match headers
        .get(header::CONTENT_ENCODING)
        .map(http::HeaderValue::as_bytes)
    {
        None | Some(b"" | b"identity") => Ok(false),
        Some(b"gzip" | b"x-gzip") => Ok(true),
        Some(_) => Err(Error::unsupported("Content-Encoding: gzip")),
    }
}

/// Unpacks as it reads, so that a bomb stops at the limit.
fn inflate(packed: &[u8]) -> Result<Bytes> {
    let mut unpacked = Vec::new();
    MultiGzDecoder::new(packed)
        .take(LIMIT as u64 + 1)
        .read_to_end(&mut unpacked)
        .map_err(|_| Error::broken_body())?;
    if unpacked.len() > LIMIT {
        return Err(Error::too_large(LIMIT));
    }
    Ok(unpacked.into())
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::GzEncoder;
    use futures_util::FutureExt;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[track_caller]
    fn check(encoding: &str, body: Vec<u8>, expected: std::result::Result<usize, u16>) {
        let mut headers = HeaderMap::new();
        headers.insert(header::CONTENT_ENCODING, encoding.parse().unwrap());
        let read = read(&headers, Body::from(body)).now_or_never().unwrap();
        let found = read
            .map(|bytes| bytes.len())
            .map_err(|error| error.status().as_u16());
        assert_eq!(found, expected);
    }

    #[test]
    fn bodies_keep_their_limit_packed_and_unpacked() {
        check("identity", vec![0; LIMIT], Ok(LIMIT));
        check("identity", vec![0; LIMIT + 1], Err(413));
        check("gzip", gzip(b"hello"), Ok(5));
        check("gzip", gzip(&vec![0; LIMIT]), Ok(LIMIT));
        check("gzip", gzip(&vec![0; 100 * LIMIT]), Err(413));
        check("gzip", b"not gzip".to_vec(), Err(400));
        check("gzip", gzip(b"hello")[..12].to_vec(), Err(400));
        check("br", Vec::new(), Err(415));
    }
}
