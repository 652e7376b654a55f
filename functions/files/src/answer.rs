//! What is answered with a file.

use bytes::Bytes;
use http::response::Builder;
use http::{HeaderMap, Method, Response, StatusCode, header};

use crate::encoding::Encoding;
use crate::list::File;

/// What the page may do. Styles and scripts are files of ours; compiling
/// WebAssembly wants a word of its own, which allows no other code.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Devices that no screen of ours asks for.
const DEVICES: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// An answer, as far as it is decided before the file is read.
#[derive(Debug)]
pub struct Plan {
    /// The coding in which the file goes.
    pub encoding: Option<Encoding>,
    /// Whether the asker holds this very file already.
    pub known: bool,
    tag: String,
    html: bool,
    lasting: bool,
}

impl Plan {
    /// Decides how a file of a path is answered.
    #[must_use]
    pub fn new(path: &str, file: &File, asked: &HeaderMap) -> Self {
        let encoding =
            Encoding::preferred(&joined(asked, header::ACCEPT_ENCODING), &file.encodings);
        // A packed file is another sequence of bytes: a strong tag tells them apart.
        let tag = match encoding {
            None => format!("\"{}\"", file.hash),
            Some(encoding) => format!("\"{}-{}\"", file.hash, encoding.name()),
        };
        Self {
            encoding,
            known: holds(&joined(asked, header::IF_NONE_MATCH), &tag),
            tag,
            html: file.media_type.starts_with("text/html"),
            lasting: path.starts_with("/assets/"),
        }
    }

    /// The answer to somebody who holds the file.
    pub fn unchanged<B: Default>(&self) -> http::Result<Response<B>> {
        self.head(StatusCode::NOT_MODIFIED).body(B::default())
    }

    /// The answer with the file's bytes; without them where only the head is asked
    /// for. `secure` is whether the service is reached by HTTPS alone.
    pub fn whole<B: Default + From<Bytes>>(
        &self,
        method: &Method,
        file: &File,
        bytes: Bytes,
        secure: bool,
    ) -> http::Result<Response<B>> {
        let mut head = self
            .head(StatusCode::OK)
            .header(header::CONTENT_TYPE, &file.media_type)
            .header(header::CONTENT_LENGTH, bytes.len())
            .header("cross-origin-resource-policy", "same-origin");
        if let Some(encoding) = self.encoding {
            head = head.header(header::CONTENT_ENCODING, encoding.name());
        }
        if self.html {
            head = head
                .header(header::CONTENT_SECURITY_POLICY, POLICY)
                // Links of letters bear their tokens where no referrer does, and
                // other sites need not know who follows a link to them.
                .header(header::REFERRER_POLICY, "same-origin")
                .header("permissions-policy", DEVICES)
                .header("cross-origin-opener-policy", "same-origin");
            if secure {
                head = head.header(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000");
            }
        }
        head.body(match *method {
            Method::HEAD => B::default(),
            _ => B::from(bytes),
        })
    }

    /// What a whole answer and one without the file have in common (RFC 9110
    /// 15.4.5).
    fn head(&self, status: StatusCode) -> Builder {
        let lasting = "public, max-age=31536000, immutable";
        Response::builder()
            .status(status)
            .header(header::ETAG, &self.tag)
            .header(header::VARY, "accept-encoding")
            .header(
                header::CACHE_CONTROL,
                if self.lasting { lasting } else { "no-cache" },
            )
    }
}

/// A header that may come several times, in one list.
fn joined(headers: &HeaderMap, name: header::HeaderName) -> String {
    let values = headers.get_all(name).iter();
    let texts: Vec<_> = values.filter_map(|value| value.to_str().ok()).collect();
    texts.join(",")
}

/// Whether an `If-None-Match` names a tag.
fn holds(condition: &str, tag: &str) -> bool {
    condition
        .split(',')
        .map(str::trim)
        .any(|held| held == "*" || held.strip_prefix("W/").unwrap_or(held) == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn planned(path: &str, asked: &[(header::HeaderName, &'static str)]) -> (Plan, File) {
        let file = File {
            media_type: "text/html; charset=utf-8".to_owned(),
            hash: "ab".to_owned(),
            encodings: vec![Encoding::Br],
        };
        let mut headers = HeaderMap::new();
        for (name, value) in asked {
            headers.append(name, HeaderValue::from_static(value));
        }
        (Plan::new(path, &file, &headers), file)
    }

    #[track_caller]
    fn check(condition: &'static str, known: bool) {
        let (plan, _) = planned("/", &[(header::IF_NONE_MATCH, condition)]);
        assert_eq!(plan.known, known, "{condition}");
    }

    #[test]
    fn a_file_is_known_by_its_tag() {
        check("\"ab\"", true);
        check("W/\"ab\"", true);
        check("\"aa\", \"ab\"", true);
        check("*", true);
        check("\"ab-br\"", false);
        check("ab", false);
        check("", false);
    }

    #[test]
    fn a_packed_file_has_a_tag_of_its_own() {
        let asked = [
            (header::ACCEPT_ENCODING, "gzip"),
            (header::ACCEPT_ENCODING, "br"),
            (header::IF_NONE_MATCH, "\"ab-br\""),
        ];
        let (plan, _) = planned("/", &asked);
        assert!(plan.known);
        let answer: Response<Bytes> = plan.unchanged().unwrap();
        assert_eq!(answer.status(), 304);
        assert_eq!(answer.headers()["etag"], "\"ab-br\"");
        assert_eq!(answer.headers()["vary"], "accept-encoding");
    }

    #[test]
    fn the_head_says_what_the_whole_says() {
        let (plan, file) = planned("/", &[]);
        for secure in [false, true] {
            let answer = |method: Method| -> Response<Bytes> {
                let bytes = Bytes::from_static(b"page");
                plan.whole(&method, &file, bytes, secure).unwrap()
            };
            let (whole, head) = (answer(Method::GET), answer(Method::HEAD));
            assert_eq!(whole.headers(), head.headers());
            assert_eq!(whole.headers()["content-length"], "4");
            assert_eq!(whole.headers()["cache-control"], "no-cache");
            assert_eq!(
                whole.headers().contains_key("strict-transport-security"),
                secure
            );
            assert_eq!((whole.body().len(), head.body().len()), (4, 0));
        }
    }
}
