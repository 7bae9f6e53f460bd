//! Judges a handler's URL: what the portal demands of it, and whether its host can be reached.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why the portal would refuse this URL (contract §3.1, rows 7 and 8); `None` if it would not.
#[must_use]
pub fn why_refused(url: &str) -> Option<String> {
    match (split_scheme(url), host(url)) {
        (Some(scheme), host) if !host.is_empty() && !matches!(scheme, "http" | "https") => Some(
            format!("the portal does not take the scheme `{scheme}`: write `http` or `https`"),
        ),
        (_, "") => Some(format!("`{url}` is not an absolute http or https URL")),
        (_, host) if host.bytes().skip(1).any(|byte| byte == b'.') => None,
        (_, host) => Some(format!(
            "the host `{host}` has no dot: give a public name or an IPv4 address"
        )),
    }
}

/// Why a URL is refused before the portal sees it, which takes a line end behind it for a part of
/// it; `None` if it is not.
#[must_use]
pub fn why_unsound(url: &str) -> Option<&'static str> {
    let is_trimmed = url.trim() == url;
    (!is_trimmed).then_some("`handler` has spaces or line ends around it: leave them out")
}

/// The scheme in front of `://`.
fn split_scheme(url: &str) -> Option<&str> {
    let (scheme, _) = url.split_once("://")?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    (!scheme.is_empty() && scheme.bytes().all(fits)).then_some(scheme)
}

/// The host of a URL with a scheme, as PHP's `parse_url` finds it: an IPv6 address has its
/// brackets. Empty if it has none.
#[must_use]
pub fn host(url: &str) -> &str {
    let Some(scheme) = split_scheme(url) else {
        return "";
    };
    let rest = url.get(scheme.len() + 3..).unwrap_or_default();
    let authority = before(rest, &['/', '?', '#']);
    let place = authority
        .rsplit_once('@')
        .map_or(authority, |(_, place)| place);
    if place.starts_with('[') && place.ends_with(']') {
        return place;
    }
    place.rsplit_once(':').map_or(place, |(host, _)| host)
}

/// Whether the host is a loopback or private address, or a name that only a local network knows.
/// A portal on the internet cannot reach it.
#[must_use]
pub fn is_private(host: &str) -> bool {
    const ENDS: [&str; 4] = [".localhost", ".local", ".internal", ".test"];
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host); // the dot of a name's root
    let in_brackets = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    match in_brackets.unwrap_or(host).parse() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => is_private_v6(address),
        Err(_) => host == "localhost" || ENDS.iter().any(|end| host.ends_with(end)),
    }
}

fn is_private_v4(address: Ipv4Addr) -> bool {
    let [first, second, ..] = address.octets();
    first == 0 // this network
        || (first == 100 && (64..128).contains(&second)) // shared behind a provider's NAT
        || address.is_loopback()
        || address.is_private()
        || address.is_link_local()
}

fn is_private_v6(address: Ipv6Addr) -> bool {
    match address.to_ipv4() {
        Some(inner) if !address.is_loopback() => is_private_v4(inner),
        _ => address.is_loopback() || address.is_unique_local() || address.is_unicast_link_local(),
    }
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
