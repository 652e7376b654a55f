//! Passwords: what is accepted for one, and how it is kept.
//!
//! Argon2id with 19 MiB and 1 lane, as OWASP's Password Storage Cheat Sheet has it,
//! since more would crowd a component's memory; but with 6 passes rather than 2, which
//! take a component a tenth of a second.

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use spp_web::{Error, Result};

/// The fewest characters of a password.
const SHORTEST: usize = 10;
/// The most characters of a password.
const LONGEST: usize = 128;

/// The memory in KiB.
const MEMORY: u32 = 19 * 1024;
/// How often it is gone through.
const PASSES: u32 = 6;
/// In how many lanes.
const LANES: u32 = 1;

/// Parts of passwords that are guessed first.
const COMMON: [&str; 12] = [
    "password",
    "qwerty",
    "123456",
    "йцукен",
    "пароль",
    "11111",
    "abc123",
    "letmein",
    "iloveyou",
    "welcome",
    "admin",
    "1q2w3e",
];

/// Refuses what is too short, too long or too easily guessed.
pub fn accept(field: &str, password: &str, email: &str) -> Result<()> {
    let length = password.chars().count();
    if !(SHORTEST..=LONGEST).contains(&length) {
        let english = format!("expected {SHORTEST} to {LONGEST} characters");
        let russian = format!("ожидается от {SHORTEST} до {LONGEST} знаков");
        return Err(Error::invalid(field, &english, &russian));
    }
    if is_easy(&password.to_lowercase(), email) {
        return Err(Error::invalid(
            field,
            "too easily guessed: a common password, or part of the address",
            "слишком легко угадать: распространённый пароль или часть адреса",
        ));
    }
    Ok(())
}

/// Whether little is left of a password once what everybody tries first is gone.
fn is_easy(password: &str, email: &str) -> bool {
    let own = email.split(['@', '.']).filter(|part| 3 <= part.len());
    let mut rest = password.replace(email, "");
    for part in own.chain(COMMON) {
        rest = rest.replace(part, "");
    }
    let mut kinds: Vec<char> = rest.chars().collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.len() < 5
}

/// The hash of a password, with its parameters and a salt of its own.
pub fn hash(password: &str) -> Result<String> {
    let hashed = argon2()?.hash_password(password.as_bytes());
    hashed.map(|hash| hash.to_string()).map_err(internal)
}

/// Whether a hash was made with other parameters than are used now.
fn is_outdated(hash: &str) -> bool {
    let now = format!("$argon2id$v=19$m={MEMORY},t={PASSES},p={LANES}$");
    !hash.starts_with(&now)
}

/// Whether a password is the one of a hash. Where there is none, the same work is
/// done for nothing, so that the time does not tell.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    let Some(hash) = hash else {
        self::hash(password)?;
        return Ok(false);
    };
    let hash = PasswordHash::new(hash).map_err(internal)?;
    let verified = argon2()?.verify_password(password.as_bytes(), &hash);
    Ok(verified.is_ok())
}

/// Whether a password is the one of a hash, as [`verify`], and then its hash anew where
/// it was made with other parameters.
pub fn check(password: &str, kept: Option<&str>) -> Result<(bool, Option<String>)> {
    let fits = verify(password, kept)?;
    let renewed = match kept {
        Some(kept) if fits && is_outdated(kept) => Some(hash(password)?),
        _ => None,
    };
    Ok((fits, renewed))
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(MEMORY, PASSES, LANES, None).map_err(internal)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn internal(error: impl std::fmt::Display) -> Error {
    Error::internal(format!("password: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_long_and_not_everybodys() {
        let check = |password: &str, expected: bool| {
            let accepted = accept("password", password, "anna.romashkina@example.com");
            assert_eq!(accepted.is_ok(), expected, "{password}");
        };
        check("короткий", false);
        check("верная лошадь батарея", true);
        check("Password123456", false);
        check("qwerty11111", false);
        check("romashkina2026", false);
        check("aaaaaaaaaaaaaaa", false);
        check("xK9#mLq2vT", true);
        check(&"я1б".repeat(50), false);
    }

    #[test]
    fn a_hash_knows_its_password() {
        let kept = hash("верная лошадь").unwrap();
        assert!(!is_outdated(&kept), "{kept}");
        assert_ne!(kept, hash("верная лошадь").unwrap());
        assert!(verify("верная лошадь", Some(&kept)).unwrap());
        assert!(!verify("Верная лошадь", Some(&kept)).unwrap());
        assert!(!verify("верная лошадь", None).unwrap());
        // What was kept with fewer passes is known still, and renewed.
        let params = Params::new(64, 1, 1, None).unwrap();
        let before = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let kept = before.hash_password("верная лошадь".as_bytes()).unwrap();
        let kept = kept.to_string();
        let (fits, renewed) = check("верная лошадь", Some(&kept)).unwrap();
        assert!(fits && renewed.is_some_and(|renewed| !is_outdated(&renewed)));
        assert_eq!(check("лошадь", Some(&kept)).unwrap(), (false, None));
    }
}
