//! Keeps the last pushes as they came: an engineer who mounts a sensor sees
//! what it sends, and why it is refused.
//!
//! Keeping must cost ingest nothing that is felt: an instance remembers when it
//! last kept something of a sensor, and a new one learns that with the sensor's
//! profile.

use std::cell::RefCell;
use std::collections::HashMap;

use spp_store::pushes::{self, MOST_BYTES, Push};
use spp_web::{Error, Language};

use crate::profiles;

/// Of a sensor's accepted pushes one is kept in so many seconds.
const ACCEPTED_EVERY: i64 = 30;

/// Of its refused ones.
const REFUSED_EVERY: i64 = 1;

/// An instance remembers no more sensors: it does not live long.
const MOST_SENSORS: usize = 4096;

/// A content type is kept to so many characters.
const MOST_TYPE: usize = 200;

thread_local! {
    /// When a push of a sensor was last kept, by the sensor and whether it was
    /// refused.
    static KEPT: RefCell<HashMap<(i64, bool), i64>> = RefCell::default();
}

/// What of a push may be kept: never its token, which stands in its address or
/// in a header.
#[derive(Clone, Copy)]
pub struct Raw<'a> {
    /// The sensor that sent it.
    pub sensor: i64,
    /// When it arrived, in seconds since 1970.
    pub at: i64,
    /// The type that the device gave the body.
    pub content_type: Option<&'a str>,
    /// The body, unpacked.
    pub body: &'a [u8],
    /// When one that was accepted was last kept, as far as the profile knew.
    pub kept: Option<i64>,
}

impl Raw<'_> {
    /// The push as accepted, if it is time to keep one.
    pub fn accepted(self) -> Option<Push> {
        if self
            .kept
            .is_some_and(|last| is_within(last, self.at, ACCEPTED_EVERY))
        {
            return None;
        }
        is_due(self.sensor, self.at, ACCEPTED_EVERY, false).then(|| self.push(200, None))
    }

    /// The push as refused, if it is time to keep one.
    pub fn refused(self, error: &Error) -> Option<Push> {
        let title = |language| error.problem(language).title;
        let said = (title(Language::English), title(Language::Russian));
        is_due(self.sensor, self.at, REFUSED_EVERY, true)
            .then(|| self.push(error.status().as_u16(), Some(said)))
    }

    fn push(self, status: u16, said: Option<(String, String)>) -> Push {
        let body = self.body.get(..MOST_BYTES).unwrap_or(self.body);
        Push {
            sensor: self.sensor,
            at: self.at,
            status,
            content_type: self
                .content_type
                .map(|text| text.chars().take(MOST_TYPE).collect()),
            bytes: u32::try_from(self.body.len()).unwrap_or(u32::MAX),
            body: body.to_owned(),
            said,
        }
    }
}

/// Keeps a refused push by a statement of its own. The device is answered
/// whether that succeeds or not.
pub async fn keep(push: Push) {
    let kept = async {
        let connection = profiles::connection().await?;
        pushes::keep(&connection, &[push]).await?;
        profiles::give_back(connection);
        Ok::<_, spp_store::Error>(())
    };
    if let Err(error) = kept.await {
        eprintln!("a refused push is not kept: {error}");
    }
}

/// Whether so many seconds have passed since something of a sensor was kept;
/// then it is taken as kept.
fn is_due(sensor: i64, now: i64, every: i64, refused: bool) -> bool {
    KEPT.with_borrow_mut(|kept| {
        let last = kept.get(&(sensor, refused));
        if last.is_some_and(|last| is_within(*last, now, every)) {
            return false;
        }
        if MOST_SENSORS <= kept.len() {
            kept.clear();
        }
        kept.insert((sensor, refused), now);
        true
    })
}

/// Whether less than so many seconds have passed. A clock that was put back must
/// not end the keeping for long.
fn is_within(last: i64, now: i64, every: i64) -> bool {
    (last..last + every).contains(&now)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(sensor: i64, at: i64, body: &[u8]) -> Raw<'_> {
        Raw {
            sensor,
            at,
            content_type: Some("text/xml"),
            body,
            kept: None,
        }
    }

    #[test]
    fn an_instance_goes_by_what_another_one_kept() {
        let check = |sensor, kept, expected| {
            let raw = Raw {
                kept: Some(kept),
                ..raw(sensor, 100, b"")
            };
            assert_eq!(raw.accepted().is_some(), expected, "{kept}");
        };
        check(5, 71, false);
        check(6, 70, true);
        check(7, 101, true);
    }

    #[test]
    fn accepted_pushes_are_kept_now_and_then_and_refused_ones_at_once() {
        let accepted = |at| raw(1, at, b"").accepted().is_some();
        let refused = |at| raw(1, at, b"").refused(&Error::foreign_serial()).is_some();
        let accepted: Vec<_> = [100, 100, 129, 130, 50].map(accepted).into();
        assert_eq!(accepted, [true, false, false, true, true]);
        assert_eq!([100, 100, 101].map(refused), [true, false, true]);
        assert!(raw(2, 100, b"").accepted().is_some());
    }

    #[test]
    fn a_long_body_is_kept_to_its_beginning() {
        let push = raw(3, 0, &[b'x'; MOST_BYTES + 1]).accepted().unwrap();
        assert_eq!((push.body.len(), push.bytes), (MOST_BYTES, 16_385));
        let push = raw(4, 0, b"<a/>").refused(&Error::not_found()).unwrap();
        assert_eq!((push.status, push.bytes), (404, 4));
        let said = ("no such thing".to_owned(), "такого нет".to_owned());
        assert_eq!(push.said, Some(said));
    }
}
