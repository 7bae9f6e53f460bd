//! Keeps pages from other machines away from the control address and the inboxes.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use super::Failure;
use crate::hosts;
use crate::portal::Portal;

/// Refuses requests that do not come from this machine, or whose Host or Origin is neither this machine
/// nor the public address, and answers OPTIONS itself.
pub async fn guard(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
    next: Next,
) -> Response {
    let public = portal.config.public.as_ref();
    let public = public.map(|_| portal.addresses.portal.as_str());
    let control_from = &portal.config.control_from;
    if let Err(failure) = check(control_from, public, peer.ip(), request.headers()) {
        return failure.into_response();
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let mut response = match *request.method() {
        Method::OPTIONS => StatusCode::NO_CONTENT.into_response(),
        _ => next.run(request).await,
    };
    if let Some(origin) = origin {
        allow(response.headers_mut(), origin);
    }
    response
}

/// The public address is as good as this machine: who sets `--public` opens the portal to it.
fn check(
    control_from: &[IpAddr],
    public: Option<&str>,
    peer: IpAddr,
    headers: &HeaderMap,
) -> Result<(), Failure> {
    let peer = peer.to_canonical();
    let named = control_from.iter().any(|ip| ip.to_canonical() == peer);
    if !named && !hosts::is_loopback_ip(peer) {
        return Err(refused(&format!("peer `{peer}`")));
    }
    let host = host(headers);
    let is_public = public.is_some_and(|origin| is_page_of(origin, &host));
    // a named peer calls this machine by an address; a name could be anybody's (DNS rebinding)
    let by_address = named && hosts::authority_host(&host).is_some_and(is_address);
    if !is_public && !by_address && !hosts::is_loopback_authority(&host) {
        return Err(refused(&format!("host `{host}`")));
    }
    match header_text(headers, header::ORIGIN) {
        Some(origin)
            if Some(origin.as_str()) != public && !allowed_origin(&origin, &host, by_address) =>
        {
            Err(refused(&format!("origin `{origin}`")))
        }
        _ => Ok(()),
    }
}

/// The Host header; several count as none.
fn host(headers: &HeaderMap) -> String {
    if headers.get_all(header::HOST).iter().count() > 1 {
        return String::new();
    }
    header_text(headers, header::HOST).unwrap_or_default()
}

fn is_address(host: &str) -> bool {
    host.parse::<IpAddr>().is_ok()
}

fn allowed_origin(origin: &str, host: &str, by_address: bool) -> bool {
    by_address && is_page_of(origin, host) || hosts::is_loopback_origin(origin)
}

/// Whether the origin is http or https on this host and port.
fn is_page_of(origin: &str, host: &str) -> bool {
    origin
        .split_once("://")
        .is_some_and(|(_, named)| named == host)
}

fn header_text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    headers
        .get(name)
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

fn refused(what: &str) -> Failure {
    let text = format!("{what} is not this machine; only its own pages and programs may do this");
    Failure::new(StatusCode::FORBIDDEN, "NOT_LOOPBACK", &text)
}

fn allow(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("content-type, accept"),
    );
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("GET, POST, DELETE"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(peer: &str, host: &[&str], origin: Option<&str>) -> bool {
        let mut headers = HeaderMap::new();
        let value =
            |text: &str| HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""));
        for host in host {
            headers.append(header::HOST, value(host));
        }
        if let Some(origin) = origin {
            headers.insert(header::ORIGIN, value(origin));
        }
        let named = [IpAddr::from([192, 168, 0, 7])];
        let nobody = IpAddr::from([0, 0, 0, 0]);
        check(&named, None, peer.parse().unwrap_or(nobody), &headers).is_ok()
    }

    #[test]
    fn peers_hosts_and_origins() {
        let local = ["127.0.0.1:8024"];
        for peer in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            assert!(passes(peer, &local, None), "{peer}");
        }
        // a Host header is what the peer likes
        for peer in ["192.168.0.8", "::ffff:192.168.0.8", "8.8.8.8"] {
            assert!(!passes(peer, &local, None), "{peer}");
        }
        assert!(!passes("127.0.0.1", &["192.168.0.1:8024"], None));
        assert!(!passes("127.0.0.1", &[], None));
        assert!(!passes("127.0.0.1", &["localhost", "localhost"], None));
        assert!(!passes("127.0.0.1", &["localhost/x"], None));
        assert!(passes("127.0.0.1", &local, Some("http://localhost:5173")));
        assert!(!passes(
            "127.0.0.1",
            &local,
            Some("http://evil.example.com")
        ));
    }

    #[test]
    fn a_named_peer_calls_by_address() {
        let address = ["192.168.0.1:8024"];
        for peer in ["192.168.0.7", "::ffff:192.168.0.7"] {
            assert!(passes(peer, &address, None), "{peer}");
            assert!(passes(peer, &address, Some("http://192.168.0.1:8024")));
            assert!(!passes(peer, &address, Some("http://192.168.0.9:8024")));
            assert!(!passes(peer, &["rebound.example.com"], None));
        }
    }
}
