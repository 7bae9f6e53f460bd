//! Where a portal is: its origin, and a webhook's URL.

use crate::error::Error;
use crate::text::{among, cut, fill};

/// The origin of a domain, which may carry a scheme and a port; https by default.
///
/// # Errors
/// `INVALID_ARGUMENT` for a text that is no host.
///
/// ```
/// use bx24_protocol::wire::portal_url::origin;
/// assert_eq!(origin("portal.bitrix24.com").as_deref(), Ok("https://portal.bitrix24.com"));
/// assert_eq!(origin("http://127.0.0.1:8080/").as_deref(), Ok("http://127.0.0.1:8080"));
/// ```
pub fn origin(domain: &str) -> Result<String, Error> {
    let (scheme, host) = scheme(domain).unwrap_or(("https://", domain));
    let host = host.strip_suffix("/").unwrap_or(host);
    if !crate::wire::frame::is_host(host) {
        return Err(Error::invalid(
            "`%` is no portal's domain: give one like `portal.bitrix24.com`",
            &[domain],
        ));
    }
    Ok(fill("%%", &[scheme, host]))
}

/// The origin and the base of a webhook's URL, `https://portal/rest/USER/SECRET/`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a URL of another form; the text of the URL, a secret, is not shown.
pub fn webhook(url: &str) -> Result<(String, String), Error> {
    parts(url).ok_or_else(|| {
        Error::invalid(
            "`webhook` is like `https://portal.bitrix24.com/rest/1/secret/`",
            &[],
        )
    })
}

fn parts(url: &str) -> Option<(String, String)> {
    let (scheme, rest) = scheme(url)?;
    let rest = rest.strip_suffix("/").unwrap_or(rest);
    let (host, path) = cut(rest, b'/')?;
    let (user, secret) = cut(path.strip_prefix("rest/")?, b'/')?;
    (crate::wire::frame::is_host(host) && is_part(user) && is_part(secret))
        .then(|| (fill("%%", &[scheme, host]), fill("%%", &[scheme, rest])))
}

/// The base under `origin` at `path`, which begins with a slash.
#[must_use]
pub fn path(origin: &str, path: &str) -> String {
    let mut path = path;
    while let Some(shorter) = path.strip_suffix("/") {
        path = shorter;
    }
    fill("%%", &[origin, path])
}

/// The scheme of an http(s) URL, slashes included, and the rest.
#[must_use]
pub fn scheme(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"]
        .iter()
        .find_map(|scheme| Some((*scheme, url.strip_prefix(scheme)?)))
}

fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || among(b, b"-_.@"))
}
