//! HMAC-SHA256, which proves that we wrote something.

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// A MAC over the parts, one after another.
pub fn sign(secret: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    mac(secret, parts).map_or_else(Vec::new, |mac| mac.finalize().into_bytes().to_vec())
}

/// Whether the signature is ours. Takes the same time, however much of it is right.
pub fn holds(secret: &[u8], parts: &[&[u8]], signature: &[u8]) -> bool {
    mac(secret, parts).is_some_and(|mac| mac.verify_slice(signature).is_ok())
}

fn mac(secret: &[u8], parts: &[&[u8]]) -> Option<Hmac<Sha256>> {
    // A secret may have any length, so there is always one.
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(mac)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_standard_one() {
        // RFC 4231, test case 2.
        let signature = sign(b"Jefe", &[b"what do ya want ", b"for nothing?"]);
        let hex: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert!(holds(
            b"Jefe",
            &[b"what do ya want for nothing?"],
            &signature
        ));
        assert!(!holds(
            b"jefe",
            &[b"what do ya want for nothing?"],
            &signature
        ));
        assert!(!holds(b"Jefe", &[b"what do ya want for nothing?"], b""));
    }
}
