//! People: who may sign in, and how they do.

mod agent;
mod guessing;
mod hashing;
pub mod links;
pub mod password;
mod requester;
pub mod session;
pub mod sessions;
pub mod users;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Utc;
use spp_mail::{Errand, Locale};
use spp_store::outbox::{self, Channel, Letter};
use spp_store::people::links::{self as store, Purpose};
use spp_store::{Connection, Transaction};
use spp_web::auth;
use spp_web::{Error, Result};

use crate::fields;

pub use requester::Requester;

/// Makes a one-time link for a user, and has it sent to the user's address at once.
async fn send_link(
    transaction: &Transaction,
    user: &spp_store::people::users::User,
    purpose: Purpose,
) -> Result<()> {
    let now = Utc::now().timestamp();
    let token = token()?;
    let hash = auth::hash(&token);
    store::create(transaction, user.id, purpose, &hash, now).await?;
    let errand = match purpose {
        Purpose::Invitation => Errand::Invitation {
            name: user.draft.name.clone(),
            token,
        },
        Purpose::Reset => Errand::PasswordReset {
            name: user.draft.name.clone(),
            token,
        },
    };
    let letter = Letter {
        key: format!("{}:{}:{}", errand.code(), user.id, fields::secret()?),
        channel: Channel::Mail,
        incident: None,
        recipient: user.draft.email.clone(),
        language: user.draft.language.clone(),
        kind: errand.code().to_owned(),
        body: serde_json::to_string(&errand).map_err(|error| Error::internal(error.to_string()))?,
        critical: true,
        due: now,
    };
    outbox::put(transaction, &[letter], now).await?;
    Ok(())
}

/// A token of 256 random bits, in characters that an address and a cookie may hold.
fn token() -> Result<String> {
    fields::random::<32>().map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
}

/// A user's language, `ru` or `en`.
fn language(value: Option<&str>) -> Result<String> {
    let known = [Locale::Ru, Locale::En];
    let id = |locale: Locale| match locale {
        Locale::Ru => "ru",
        Locale::En => "en",
    };
    fields::word("language", value.unwrap_or("ru"), &known, id).map(|known| id(known).to_owned())
}

/// Opens a transaction.
async fn begin() -> Result<Transaction> {
    Ok(Connection::open().await?.begin().await?)
}
