//! The addresses of the portal, and what the frame adds to an app's.

use reqwest::Url;

use crate::apps::LANGUAGE;

/// Where the portal is served.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// The origin that the portal announces, `http://127.0.0.1:PORT`, without a slash at the end.
    pub portal: String,
    /// The port that it listens on, which is another than that of `--public`.
    pub port: u16,
    /// The origin that the portal has once it is renamed (the switch `renamed`).
    pub renamed: String,
    /// The authorization server's origin.
    pub authorization: String,
}

impl Addresses {
    /// The ports at which the portal has its control address.
    pub fn own_ports(&self) -> Vec<u16> {
        let own = [&self.portal, &self.renamed].into_iter();
        own.filter_map(|origin| Url::parse(origin).ok()?.port_or_known_default())
            .chain([self.port])
            .collect()
    }

    /// The portal's `DOMAIN`: host and port.
    pub fn domain(&self) -> &str {
        without_scheme(&self.portal)
    }

    /// Whether the portal is called by https.
    pub fn is_https(&self) -> bool {
        self.portal.starts_with("https:")
    }

    /// `PROTOCOL` of the frame: 1 is https.
    pub fn protocol(&self) -> u8 {
        u8::from(self.is_https())
    }

    /// `server_endpoint`: the authorization server's.
    pub fn authorization_rest(&self) -> String {
        format!("{}/rest/", self.authorization)
    }

    /// The authorization server's host and port.
    pub fn authorization_domain(&self) -> &str {
        without_scheme(&self.authorization)
    }

    /// `client_endpoint` of this portal.
    pub fn rest(&self) -> String {
        format!("{}/rest/", self.portal)
    }

    /// What the app's address gets as its query when the frame is opened, but for `APP_SID` (contract §8.1).
    pub fn frame_query(&self) -> String {
        let domain: String = form_urlencoded::byte_serialize(self.domain().as_bytes()).collect();
        format!(
            "DOMAIN={domain}&PROTOCOL={}&LANG={LANGUAGE}",
            self.protocol()
        )
    }
}

fn without_scheme(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, rest)| rest)
}

/// The URL with these parameters, already encoded, added to its query.
pub fn with_query(url: &str, query: &str) -> String {
    let joint = if url.contains('?') { '&' } else { '?' };
    format!("{url}{joint}{query}")
}

/// The URL's scheme, host and port, as browsers write it.
pub fn origin_of(url: &str) -> String {
    let parsed = Url::parse(url);
    parsed.map_or_else(
        |_| url.to_owned(),
        |parsed| parsed.origin().ascii_serialization(),
    )
}

/// The absolute URL of an app.
pub fn parse_app(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => Ok(url.into()),
        _ => Err(format!(
            "`{text}` is no http or https address of an app; give one such as http://localhost:5173/"
        )),
    }
}

/// The origin of `--public`.
pub fn parse_public(text: &str) -> Result<String, String> {
    let url = Url::parse(text).ok();
    let url = url.filter(|url| ["http", "https"].contains(&url.scheme()));
    let url = url.filter(|url| url.path() == "/" && url.query().is_none());
    match url {
        Some(url) => Ok(url.origin().ascii_serialization()),
        None => Err(format!(
            "`{text}` is no address of a portal; give scheme, host and port, such as https://portal.example"
        )),
    }
}
