//! What the portal demands of a handler's URL (contract §3.1 rows 7 and 8).

use crate::refusal::Refusal;

/// Checks host and scheme, in this order. Whether a server answers there is not checked.
pub fn check(url: &str) -> Result<(), Refusal> {
    let (scheme, host) = parts(url);
    // a dot after the host's first character
    if !host.chars().skip(1).any(|character| character == '.') {
        return Err(Refusal::new(
            400,
            "ERROR_WRONG_HANDLER_URL",
            "Wrong handler URL",
        ));
    }
    if !["http", "https"].contains(&scheme) {
        return Err(Refusal::new(
            400,
            "ERROR_UNSUPPORTED_PROTOCOL",
            "Unsupported handler protocol",
        ));
    }
    Ok(())
}

/// Scheme and host as PHP's `parse_url` sees them; each may be empty.
fn parts(url: &str) -> (&str, &str) {
    let (scheme, rest) = match url.split_once("://") {
        Some((scheme, rest)) if is_scheme(scheme) => (scheme, rest),
        _ => ("", url.strip_prefix("//").unwrap_or("")),
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    (scheme, without_port(host))
}

fn is_scheme(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
}

fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_comes_before_scheme() {
        let wrong = "ERROR_WRONG_HANDLER_URL";
        let unsupported = "ERROR_UNSUPPORTED_PROTOCOL";
        for (url, code) in [
            ("https://www.my-domain.ru/handler/", ""),
            ("http://127.0.0.1:8080/h?x=1#y", ""),
            ("http://user:pass@x.y/h", ""),
            ("http://x.", ""),
            ("http://localhost/h", wrong),
            ("http://.x", wrong),
            ("http://", wrong),
            ("x.y/h", wrong),
            ("/h.x", wrong),
            ("no url", wrong),
            ("HTTPS://x.y", unsupported),
            ("//x.y/h", unsupported),
            ("ftp://x.y", unsupported),
        ] {
            let found = check(url)
                .err()
                .map_or_else(String::new, |refusal| refusal.code);
            assert_eq!(found, code, "{url}");
        }
    }
}
