//! Which hosts the portal talks to: this machine, and those that it may deliver to.

use std::net::{IpAddr, Ipv6Addr};

use reqwest::Url;

/// Whether a host, as written in a URL or a header without its port, is this machine.
pub fn is_loopback(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let name = bare.trim_end_matches('.').to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || bare.parse::<IpAddr>().is_ok_and(is_loopback_ip)
}

/// Whether an address is this machine, IPv4 inside IPv6 too.
pub fn is_loopback_ip(ip: IpAddr) -> bool {
    ip.to_canonical().is_loopback()
}

/// The host of a Host header, which is `host` or `host:port` and nothing else.
pub fn authority_host(authority: &str) -> Option<&str> {
    let (host, rest) = match authority.strip_prefix('[') {
        Some(open) => open.split_once(']')?,
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port_ok = rest.is_empty()
        || rest
            .strip_prefix(':')
            .is_some_and(|port| port.parse::<u16>().is_ok());
    let name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let host_ok = if authority.starts_with('[') {
        host.parse::<Ipv6Addr>().is_ok()
    } else {
        !host.is_empty() && host.bytes().all(name)
    };
    (port_ok && host_ok).then_some(host)
}

/// Whether the authority of a Host header (`host[:port]`) is this machine.
pub fn is_loopback_authority(authority: &str) -> bool {
    authority_host(authority).is_some_and(is_loopback)
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
        for odd in [
            "localhost@evil.com",
            "localhost/x",
            "localhost?x",
            "localhost#x",
            "localhost:",
            "localhost:99999",
            "localhost:80:80",
            "localhost, evil.com",
            "[::1",
            "[::1]x",
            "[localhost]",
            "::1",
            "",
        ] {
            assert!(!is_loopback_authority(odd), "{odd}");
        }
        for fine in ["localhost", "[::1]:80", "[::ffff:127.0.0.1]", "127.0.0.1"] {
            assert!(is_loopback_authority(fine), "{fine}");
        }
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
