//! Whose things somebody may change, beyond what the role says.

use spp_web::auth::{Manager, Principal};
use spp_web::{Error, Result};

/// `404` where a thing of this client is not a manager's to change: a client's
/// manager changes its organisation's, the contractor everybody's.
pub fn of_client(manager: &Manager, client: Option<i64>) -> Result<()> {
    match manager.0.tenant() {
        Some(own) if Some(own) != client => Err(Error::not_found()),
        _ => Ok(()),
    }
}

/// `403` where somebody may not say who gets in and who is told: an engineer looks
/// after clients' systems, not after their people and keys.
pub fn of_access(manager: &Principal) -> Result<()> {
    match manager.is_administrator() || manager.tenant().is_some() {
        true => Ok(()),
        false => Err(Error::forbidden()),
    }
}
