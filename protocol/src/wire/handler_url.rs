//! What the portal demands of a handler's URL, and what can be told from its host.

use crate::text::{among, fill, until};

/// Why the portal would refuse this URL (contract §3.1, rows 7 and 8).
#[must_use]
pub fn refusal(url: &str) -> Option<String> {
    match host(url) {
        "" => Some(fill("`%` is no absolute http or https URL", &[url])),
        host if host.bytes().skip(1).any(|byte| byte == b'.') => None,
        host => Some(fill(
            "the host `%` has no dot: give a public name or an IP address",
            &[host],
        )),
    }
}

/// The host of an http(s) URL; empty where there is none.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let rest = rest.unwrap_or_default();
    let authority = until(rest, b"/?#");
    let user = authority.bytes().rposition(|byte| byte == b'@');
    let place = user.and_then(|at| authority.get(at + 1..));
    until(place.unwrap_or(authority), b":")
}

/// Whether the host is a loopback or private address, or a name that only a local network knows.
/// A portal on the internet cannot reach it.
#[must_use]
pub fn private(host: &str) -> bool {
    const STARTS: [&str; 5] = ["127.", "10.", "192.168.", "169.254.", "0."];
    const ENDS: [&str; 4] = [".localhost", ".local", ".internal", ".test"];
    if !host
        .bytes()
        .last()
        .is_some_and(|last| last.is_ascii_digit())
    {
        return host == "localhost." || ENDS.iter().any(|end| host.ends_with(end));
    }
    let second = host
        .strip_prefix("172.")
        .map_or("", |rest| until(rest, b"."));
    STARTS.iter().any(|start| host.starts_with(start))
        || (second.len() == 2 && ("16"..="31").contains(&second))
}

/// What follows `base` in `url`, if `url` is `base` or lies under it: `https://a.b` is no base of
/// `https://a.bc/` nor of `https://a.b:8080/`.
#[must_use]
pub fn under<'a>(url: &'a str, base: &str) -> Option<&'a str> {
    let rest = url.strip_prefix(base)?;
    let border = |byte: Option<u8>, borders: &[u8]| byte.is_none_or(|byte| among(byte, borders));
    (border(rest.bytes().next(), b"/?#&") || border(base.bytes().last(), b"/?&=")).then_some(rest)
}
