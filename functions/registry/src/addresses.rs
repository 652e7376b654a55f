//! Addresses of mail and of the web, as far as one can tell without asking.

use std::net::{Ipv4Addr, Ipv6Addr};

use http::Uri;
use spp_web::{Error, Result};

/// An address of mail: plain characters, one `@`, a domain of two labels at
/// least. A domain in letters of its own is written as `xn--…`.
pub fn email(field: &str, value: &str) -> Result<String> {
    let value = value.trim();
    match value.split_once('@') {
        Some((local, domain)) if value.len() <= 254 && is_local(local) && is_domain(domain) => {
            Ok(format!("{local}@{}", domain.to_ascii_lowercase()))
        }
        _ => Err(Error::invalid(
            field,
            "expected an address of mail such as name@example.com",
            "ожидается адрес почты вида name@example.com",
        )),
    }
}

fn is_local(local: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte);
    local.len() <= 64
        && local
            .split('.')
            .all(|atom| !atom.is_empty() && atom.bytes().all(plain))
}

fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let last = domain.rsplit('.').next().unwrap_or_default();
    domain.contains('.')
        && domain.split('.').all(label)
        && !last.bytes().all(|byte| byte.is_ascii_digit())
}

/// An address to post to: `https`, or `http` inside a private network, where
/// there may be no certificate.
pub fn webhook(field: &str, value: &str) -> Result<String> {
    let value = value.trim();
    let uri = value.parse::<Uri>().ok();
    match uri.filter(|uri| value.len() <= 500 && !value.contains('#') && is_open_to_posts(uri)) {
        Some(_) => Ok(value.to_owned()),
        None => Err(Error::invalid(
            field,
            "expected an https address, or an http address in a private network, of at most 500 characters and without a password",
            "ожидается адрес https, либо http в частной сети, не длиннее 500 знаков и без пароля",
        )),
    }
}

fn is_open_to_posts(uri: &Uri) -> bool {
    let (Some(host), Some(authority)) = (uri.host(), uri.authority()) else {
        return false;
    };
    let plain = !host.is_empty() && !authority.as_str().contains('@');
    match uri.scheme_str() {
        Some("https") => plain,
        Some("http") => plain && is_private(host),
        _ => false,
    }
}

fn is_private(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(address) = bare.parse::<Ipv4Addr>() {
        return address.is_private() || address.is_loopback();
    }
    match bare.parse::<Ipv6Addr>() {
        Ok(address) => address.is_unique_local() || address.is_loopback(),
        Err(_) => host.eq_ignore_ascii_case("localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_of_mail_is_plain_and_has_a_domain() {
        let check = |value: &str, expected: Option<&str>| {
            let found = email("email", value).ok();
            assert_eq!(found.as_deref(), expected, "{value}");
        };
        check("duty@example.com", Some("duty@example.com"));
        check(
            " Anna.O'Neil+spp@Shop.Example.RU ",
            Some("Anna.O'Neil+spp@shop.example.ru"),
        );
        check("a@xn--e1afmkfd.xn--p1ai", Some("a@xn--e1afmkfd.xn--p1ai"));
        let long = format!("{}@example.com", "a".repeat(64));
        check(&long, Some(&long));
        for value in [
            "",
            "duty",
            "@example.com",
            "duty@",
            "duty@localhost",
            "duty@10.0.0.1",
            "a@b@example.com",
            "a b@example.com",
            "a\r\nBcc: b@example.com",
            "a@example.com\r\nBcc:b@example.com",
            ".a@example.com",
            "a..b@example.com",
            "a@example..com",
            "a@-example.com",
            "<a@example.com>",
            "анна@example.com",
            "a@пример.рф",
            &format!("a{long}"),
            &format!("a@{}com", "example.".repeat(32)),
        ] {
            check(value, None);
        }
    }

    #[test]
    fn a_webhook_is_encrypted_or_does_not_leave_the_network() {
        let check = |value: &str, expected: bool| {
            assert_eq!(webhook("url", value).is_ok(), expected, "{value}");
        };
        for value in [
            "https://example.com/hook?a=b",
            "https://10.0.0.1:8443/",
            "http://127.0.0.1:8080/hook",
            "http://192.168.1.20/hook",
            "http://172.16.0.1/",
            "http://localhost/",
            "http://[::1]:80/",
            "http://[fd00::1]/",
        ] {
            check(value, true);
        }
        for value in [
            "",
            "/hook",
            "example.com",
            "ftp://example.com/",
            "http://example.com/",
            "http://8.8.8.8/",
            "http://172.32.0.1/",
            "http://[2001:db8::1]/",
            "http://localhost.example.com/",
            "https://user:password@example.com/",
            "https://example.com/#part",
            "https://example.com/a b",
            "https://",
            &format!("https://example.com/{}", "a".repeat(500)),
        ] {
            check(value, false);
        }
    }
}
