//! Where a portal is: its origin, and a webhook's URL.

use super::error::Error;

/// The origin of a domain, which may carry a scheme and a port; https by default.
///
/// # Errors
/// `INVALID_ARGUMENT` for a text that is no host.
///
/// ```
/// use bx24_callbind::core::site::origin;
/// assert_eq!(origin("portal.bitrix24.com").as_deref(), Ok("https://portal.bitrix24.com"));
/// assert_eq!(origin("http://127.0.0.1:8080/").as_deref(), Ok("http://127.0.0.1:8080"));
/// ```
pub fn origin(domain: &str) -> Result<String, Error> {
    let (scheme, host) = split(domain).unwrap_or(("https://", domain));
    let host = host.strip_suffix('/').unwrap_or(host);
    if !super::frame::is_host(host) {
        return Err(Error::invalid(
            [
                "`",
                domain,
                "` is no portal's domain: give one like `portal.bitrix24.com`",
            ]
            .concat(),
        ));
    }
    Ok([scheme, host].concat())
}

/// The origin and the base of a webhook's URL, `https://portal/rest/USER/SECRET/`.
///
/// # Errors
/// `INVALID_ARGUMENT` for a URL of another form; the text of the URL, a secret, is not shown.
pub fn webhook(url: &str) -> Result<(String, String), Error> {
    let refused = || {
        Error::invalid(
            "`webhook` is no webhook's URL: give one like `https://portal.bitrix24.com/rest/1/secret/`",
        )
    };
    let (scheme, rest) = split(url).ok_or_else(refused)?;
    let rest = rest.strip_suffix('/').unwrap_or(rest);
    let parts: Vec<&str> = rest.split('/').collect();
    match parts.as_slice() {
        [host, "rest", user, secret]
            if super::frame::is_host(host) && is_part(user) && is_part(secret) =>
        {
            Ok(([scheme, host].concat(), [scheme, rest].concat()))
        }
        _ => Err(refused()),
    }
}

fn split(url: &str) -> Option<(&'static str, &str)> {
    ["https://", "http://"]
        .iter()
        .find_map(|scheme| Some((*scheme, url.strip_prefix(scheme)?)))
}

fn is_part(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.@".contains(&b))
}
