//! What the portal demands of a handler's URL, and what can be told from its host.

/// Why the portal would refuse this URL (contract §3.1, rows 7 and 8).
#[must_use]
pub fn why_refused(url: &str) -> Option<String> {
    match host(url) {
        "" => Some(format!("`{url}` is no absolute http or https URL")),
        host if host.bytes().skip(1).any(|byte| byte == b'.') => None,
        host => Some(format!(
            "the host `{host}` has no dot: give a public name or an IP address"
        )),
    }
}

/// The host of an http(s) URL; empty where there is none.
#[must_use]
pub fn host(url: &str) -> &str {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"))
        .unwrap_or_default();
    let authority = before(rest, &['/', '?', '#']);
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    before(place, &[':'])
}

/// Whether the host is a loopback or private address, or a name that only a local network knows.
/// A portal on the internet cannot reach it.
#[must_use]
pub fn is_private(host: &str) -> bool {
    const STARTS: [&str; 5] = ["127.", "10.", "192.168.", "169.254.", "0."];
    const ENDS: [&str; 4] = [".localhost", ".local", ".internal", ".test"];
    if !host.ends_with(|last: char| last.is_ascii_digit()) {
        return host == "localhost." || ENDS.iter().any(|end| host.ends_with(end));
    }
    let second = host
        .strip_prefix("172.")
        .map_or("", |rest| before(rest, &['.']));
    STARTS.iter().any(|start| host.starts_with(start))
        || second
            .parse()
            .is_ok_and(|second| (16..=31).contains(&second))
}

/// What follows `base` in `url`, if `url` is `base` or lies under it: `https://a.b` is no base of
/// `https://a.bc/` nor of `https://a.b:8080/`.
#[must_use]
pub fn under<'a>(url: &'a str, base: &str) -> Option<&'a str> {
    let rest = url.strip_prefix(base)?;
    let ends_here = rest.is_empty() || rest.starts_with(['/', '?', '#', '&']);
    let ended_before = base.is_empty() || base.ends_with(['/', '?', '&', '=']);
    (ends_here || ended_before).then_some(rest)
}

/// The URL without a slash at its end. The slash makes two handlers for the portal, but rarely for
/// the server behind the URL.
#[must_use]
pub fn without_slash(url: &str) -> &str {
    url.strip_suffix('/').unwrap_or(url)
}

/// The text before the first of these characters.
fn before<'a>(text: &'a str, ends: &[char]) -> &'a str {
    text.split_once(ends).map_or(text, |(start, _)| start)
}
