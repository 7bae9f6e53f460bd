//! Which hosts the portal talks to: this machine, and those that it may deliver to.

use std::net::IpAddr;

use reqwest::Url;

/// Whether a host, as written in a URL or a header without its port, is this machine.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = bare.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// Whether the authority of a Host header (`host[:port]`) is this machine.
pub fn is_loopback_authority(authority: &str) -> bool {
    let url = Url::parse(&format!("http://{authority}/")).ok();
    url.as_ref()
        .and_then(Url::host_str)
        .is_some_and(is_loopback)
}

/// Whether an Origin header names a page of this machine; `null` does not.
pub fn is_loopback_origin(origin: &str) -> bool {
    let url = Url::parse(origin)
        .ok()
        .filter(|url| ["http", "https"].contains(&url.scheme()));
    url.as_ref()
        .and_then(Url::host_str)
        .is_some_and(is_loopback)
}

/// Why nothing may be delivered to this URL; `None` if it may.
pub fn blocked(url: &Url, deliver_to: &[String]) -> Option<String> {
    let Some(host) = url.host_str() else {
        return Some(format!("`{url}` has no host"));
    };
    let allowed = is_loopback(host)
        || deliver_to
            .iter()
            .any(|known| known.eq_ignore_ascii_case(host));
    (!allowed).then(|| format!("`{host}` is not this machine; `--deliver-to {host}` allows it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loopback_is_recognised() {
        for host in [
            "127.0.0.1",
            "127.9.9.9",
            "localhost",
            "LOCALHOST",
            "app.localhost",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "www.my-domain.ru",
            "10.0.0.1",
            "localhost.evil.com",
            "127.0.0.1.evil.com",
            "[::2]",
            "",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }

    #[test]
    fn origins_and_authorities() {
        assert!(is_loopback_origin("http://localhost:8080"));
        assert!(!is_loopback_origin("null"));
        assert!(!is_loopback_origin("https://evil.com"));
        assert!(is_loopback_authority("127.0.0.1:99"));
        assert!(!is_loopback_authority("evil.com:99"));
        assert!(!is_loopback_authority("localhost@evil.com"));
    }

    #[test]
    fn only_named_hosts_get_deliveries() -> Result<(), Box<dyn std::error::Error>> {
        let url = Url::parse("http://hooks.example.com/x")?;
        assert!(
            blocked(&url, &[])
                .is_some_and(|reason| reason.contains("--deliver-to hooks.example.com"))
        );
        assert_eq!(blocked(&url, &["Hooks.Example.com".to_owned()]), None);
        Ok(())
    }
}
