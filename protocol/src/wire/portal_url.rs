//! A portal's origin, and a webhook's URL.

use crate::error::Error;

use super::frame::is_host;

/// Hosts that give tokens and hold no portal (contract §6).
const AUTHORIZATION_SERVERS: [&str; 2] = ["oauth.bitrix.info", "oauth.bitrix24.tech"];

/// The origin of a domain, which may carry a scheme, a port and `/rest/` as in OAuth's
/// `client_endpoint`; https by default. Spaces and line ends around it do not count.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything but a host, and for the host of the authorization server. What
/// follows the host is not shown: it can be a webhook's secret.
///
/// ```
/// use bx24_protocol::wire::portal_url::origin;
/// assert_eq!(origin("portal.bitrix24.com").as_deref(), Ok("https://portal.bitrix24.com"));
/// assert_eq!(origin("http://127.0.0.1:8080/").as_deref(), Ok("http://127.0.0.1:8080"));
/// assert_eq!(origin("https://p.example/rest/").as_deref(), Ok("https://p.example"));
/// ```
pub fn origin(domain: &str) -> Result<String, Error> {
    let (scheme, rest) = split_any_scheme(domain.trim()).unwrap_or(("https://", domain.trim()));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.to_ascii_lowercase();
    if AUTHORIZATION_SERVERS.contains(&host.as_str()) {
        return Err(Error::invalid(format!(
            "`{host}` is the authorization server: give the portal's host, which is in `client_endpoint`"
        )));
    }
    if !is_host(&host) || !matches!(path, "" | "rest" | "rest/") {
        return Err(Error::invalid(
            "`domain` must be a host alone, like `portal.bitrix24.com`; for a webhook's URL: `connect({ webhook })`",
        ));
    }
    Ok(format!("{scheme}{host}"))
}

/// The origin and the base of a webhook's URL, `https://portal/rest/USER/SECRET/`, which may end in
/// a method as portals show it: `…/profile.json`. Spaces and line ends around it do not count.
///
/// # Errors
/// `INVALID_ARGUMENT` for a URL of another form; the text of the URL, a secret, is not shown.
///
/// ```
/// use bx24_protocol::wire::portal_url::webhook;
/// let (origin, base) = webhook("https://p.example/rest/1/s3cret/profile.json")?;
/// assert_eq!(origin, "https://p.example");
/// assert_eq!(base, "https://p.example/rest/1/s3cret");
/// # Ok::<(), bx24_protocol::Error>(())
/// ```
pub fn webhook(url: &str) -> Result<(String, String), Error> {
    let wrong = |why: &str| {
        Error::invalid(format!(
            "{why}: it is like `https://portal.bitrix24.com/rest/1/secret/`"
        ))
    };
    let not_a_webhook = || wrong("`webhook` is not a webhook's URL");
    let (scheme, rest) = split_any_scheme(url.trim()).ok_or_else(not_a_webhook)?;
    let (host, path) = rest.split_once("/rest/").ok_or_else(not_a_webhook)?;
    let (path, _query) = path.split_once(['?', '#']).unwrap_or((path, ""));
    let mut segments = path.strip_suffix('/').unwrap_or(path).split('/');
    let user = segments.next().filter(|user| is_path_segment(user));
    let user = user.ok_or_else(not_a_webhook)?;
    let Some(secret) = segments.next() else {
        return Err(wrong("the webhook's secret is missing"));
    };
    let is_over = segments.next().is_none_or(is_path_segment) && segments.next().is_none();
    if !is_host(host) || !is_path_segment(secret) || !is_over {
        return Err(not_a_webhook());
    }
    let origin = format!("{scheme}{}", host.to_ascii_lowercase());
    let base = format!("{origin}/rest/{user}/{secret}");
    Ok((origin, base))
}

/// The base of REST calls under `origin` at `path`, which begins with a slash.
#[must_use]
pub fn rest_base(origin: &str, path: &str) -> String {
    format!("{origin}{}", path.trim_end_matches('/'))
}

/// The scheme, host and port of an http(s) URL.
#[must_use]
pub fn origin_of(url: &str) -> &str {
    let host = split_scheme(url).map_or(url, |(_, rest)| rest);
    let path = host
        .find('/')
        .map_or("", |at| host.get(at..).unwrap_or_default());
    url.strip_suffix(path).unwrap_or(url)
}

/// Splits an http(s) URL after its `://`; `None` for any other text.
#[must_use]
pub fn split_scheme(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"]
        .into_iter()
        .find_map(|scheme| Some((scheme, url.strip_prefix(scheme)?)))
}

/// Splits as [`split_scheme`]; the scheme may be in upper case.
fn split_any_scheme(url: &str) -> Option<(&'static str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let lower = format!("{}://", scheme.to_ascii_lowercase());
    split_scheme(&lower).map(|(scheme, _)| (scheme, rest))
}

fn is_path_segment(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '@');
    !text.is_empty() && text.chars().all(fits)
}
