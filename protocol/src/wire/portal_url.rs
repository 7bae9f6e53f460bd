//! A portal's origin, and a webhook's URL.

use crate::error::Error;

use super::frame::is_host;

/// The origin of a domain, which may have a scheme (default: https) and a port.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything but a host.
///
/// ```
/// use bx24_protocol::wire::portal_url::origin;
/// assert_eq!(origin("portal.bitrix24.com").as_deref(), Ok("https://portal.bitrix24.com"));
/// assert_eq!(origin("http://127.0.0.1:8080/").as_deref(), Ok("http://127.0.0.1:8080"));
/// ```
pub fn origin(domain: &str) -> Result<String, Error> {
    let (scheme, host) = split_scheme(domain).unwrap_or(("https://", domain));
    let host = host.strip_suffix('/').unwrap_or(host);
    if !is_host(host) {
        return Err(Error::invalid(format!(
            "`{domain}` is no portal's domain: give one like `portal.bitrix24.com`"
        )));
    }
    Ok(format!("{scheme}{host}"))
}

/// The origin and the REST base of a webhook's URL, `https://portal/rest/USER/SECRET/`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a URL of another form. The text does not show it: it holds a secret.
pub fn webhook(url: &str) -> Result<(String, String), Error> {
    split_webhook(url).ok_or_else(|| {
        Error::invalid("`webhook` is like `https://portal.bitrix24.com/rest/1/secret/`")
    })
}

fn split_webhook(url: &str) -> Option<(String, String)> {
    let (scheme, rest) = split_scheme(url)?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let (host, path) = rest.split_once('/')?;
    let (user, secret) = path.strip_prefix("rest/")?.split_once('/')?;
    (is_host(host) && is_path_segment(user) && is_path_segment(secret))
        .then(|| (format!("{scheme}{host}"), format!("{scheme}{rest}")))
}

/// The base of REST calls under `origin` at `path`, which begins with a slash.
#[must_use]
pub fn rest_base(origin: &str, path: &str) -> String {
    format!("{origin}{}", path.trim_end_matches('/'))
}

/// Splits an http(s) URL after its `://`; `None` for any other text.
#[must_use]
pub fn split_scheme(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| Some((scheme, url.strip_prefix(scheme)?)))
}

fn is_path_segment(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    !text.is_empty() && text.chars().all(fits)
}
