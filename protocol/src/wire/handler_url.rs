//! Judges a handler's URL: what the portal demands of it, and whether its host can be reached.

/// Why the portal would refuse this URL (contract §3.1, rows 7 and 8); `None` if it would not.
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

/// The host of an http(s) URL; empty if it has none.
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

/// The rest of `url` after `base`; `None` if it is neither `base` nor below it. `https://a.bc/` and
/// `https://a.b:8080/` are not below `https://a.b`.
#[must_use]
pub fn under<'a>(url: &'a str, base: &str) -> Option<&'a str> {
    let rest = url.strip_prefix(base)?;
    let ends_here = rest.is_empty() || rest.starts_with(['/', '?', '#', '&']);
    let ended_before = base.is_empty() || base.ends_with(['/', '?', '&', '=']);
    (ends_here || ended_before).then_some(rest)
}

/// The URL without a slash at its end. With and without it are two handlers for the portal, but
/// mostly one for the server behind the URL.
#[must_use]
pub fn without_slash(url: &str) -> &str {
    url.strip_suffix('/').unwrap_or(url)
}

/// The text before the first of these characters.
fn before<'a>(text: &'a str, ends: &[char]) -> &'a str {
    text.split_once(ends).map_or(text, |(start, _)| start)
}
