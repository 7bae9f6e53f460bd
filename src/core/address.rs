//! What the portal demands of a handler's URL, and what can be told from its host.

/// Why the portal would refuse this URL (contract §3.1, rows 7 and 8).
#[must_use]
pub fn refusal(url: &str) -> Option<String> {
    let Some((scheme, host)) = parts(url) else {
        return Some(
            [
                "`",
                url,
                "` is no absolute URL: give one such as `https://example.com/handler`",
            ]
            .concat(),
        );
    };
    if !host.chars().skip(1).any(|c| c == '.') {
        return Some(
            [
                "the portal refuses the host `",
                host,
                "` as it has no dot: give a public name or an IP address",
            ]
            .concat(),
        );
    }
    if scheme != "http" && scheme != "https" {
        return Some(
            [
                "`",
                url,
                "` has to begin with `https://` or `http://`, in lower case",
            ]
            .concat(),
        );
    }
    None
}

/// The host of a URL; empty where there is none.
#[must_use]
pub fn host(url: &str) -> &str {
    parts(url).map_or("", |(_, host)| host)
}

/// Whether the host is a loopback or private address, or a name that only a local network knows.
/// A portal on the internet cannot reach it.
#[must_use]
pub fn private(host: &str) -> bool {
    let host = host.strip_suffix('.').unwrap_or(host);
    let tail = host.rsplit('.').next().unwrap_or(host);
    if ["localhost", "local", "internal", "lan", "test"]
        .iter()
        .any(|name| tail.eq_ignore_ascii_case(name))
    {
        return true;
    }
    let octets: Option<Vec<u8>> = host.split('.').map(|part| part.parse().ok()).collect();
    match octets.as_deref() {
        Some([0 | 10 | 127, _, _, _] | [192, 168, _, _] | [169, 254, _, _]) => true,
        Some([172, second, _, _]) => (16..32).contains(second),
        Some([100, second, _, _]) => (64..128).contains(second),
        _ => false,
    }
}

/// What follows `base` in `url`, if `url` is `base` or lies under it: `https://a.b` is no base of
/// `https://a.bc/` nor of `https://a.b:8080/`.
#[must_use]
pub fn under<'a>(url: &'a str, base: &str) -> Option<&'a str> {
    let rest = url.strip_prefix(base)?;
    let border = |c: char| matches!(c, '/' | '?' | '#' | '&');
    (rest.is_empty() || rest.starts_with(border) || base.ends_with(['/', '?', '=', '&']))
        .then_some(rest)
}

/// Scheme and host; a scheme that is missing before `//` is empty.
fn parts(url: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = url.split_once("//")?;
    let scheme = match scheme {
        "" => "",
        _ => scheme.strip_suffix(':').filter(|name| {
            name.chars()
                .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        })?,
    };
    let authority = rest.split(['/', '?', '#']).next()?;
    let place = authority.rsplit('@').next()?;
    let end = if place.starts_with('[') {
        place.find(']')? + 1
    } else {
        place.find(':').unwrap_or(place.len())
    };
    let (host, port) = place.split_at_checked(end)?;
    let port = port.strip_prefix(':').unwrap_or(port);
    (!host.is_empty() && (port.is_empty() || port.parse::<u16>().is_ok())).then_some((scheme, host))
}
