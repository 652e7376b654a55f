//! Hears from the mail provider what came back.

use axum::body::Bytes;
use chrono::Utc;
use http::StatusCode;
use spp_mail::bounce::{self, Refusal};
use spp_mail::policy::Verdict;
use spp_store::{Connection, outbox};
use spp_web::{Error, Result};

use crate::broken;
use crate::send;

/// Takes a report of a bounce: where there is no such address, nothing more is
/// sent to it. The id is signed by us, so that nobody else can have an address
/// suppressed.
pub async fn take(body: Bytes) -> Result<StatusCode> {
    let config = send::configuration().await.map_err(broken)?;
    // Nothing was ever signed: nothing can come back.
    if config.secret.is_empty() {
        return Err(Error::not_found());
    }
    let now = Utc::now();
    let bounce = bounce::read(config.secret.as_bytes(), &body, now).map_err(refused)?;
    let connection = Connection::open().await?;
    let sent_to = outbox::recipient(&connection, bounce.letter).await?;
    let is_same = sent_to.is_some_and(|email| email.eq_ignore_ascii_case(&bounce.recipient));
    if !is_same {
        let (english, russian) = ("not this letter's recipient", "не получатель этого письма");
        return Err(Error::invalid("recipient", english, russian));
    }
    if bounce.verdict == Verdict::Suppress {
        let (email, at) = (bounce.recipient, now.timestamp());
        outbox::suppress(&connection, &email, &bounce.diagnostic, at).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}

fn refused(refusal: Refusal) -> Error {
    let (field, russian) = match refusal {
        Refusal::Malformed(_) => ("body", "это не отчёт о возврате письма"),
        Refusal::Forged => ("id", "идентификатор подписан не этим сервером"),
        Refusal::Expired => ("id", "идентификатор больше не действует"),
        Refusal::Status => ("status", "ожидается код вида 550 или 5.1.1"),
    };
    Error::invalid(field, &refusal.to_string(), russian)
}
