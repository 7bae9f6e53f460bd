//! Where everything is served.

use reqwest::Url;

/// The two origins and the app's address; the origins without a trailing slash.
#[derive(Clone, Debug)]
pub struct Addresses {
    /// `http://127.0.0.1:PORT`
    pub portal: String,
    /// The app that the frame shows, an absolute URL.
    pub app: String,
}

impl Addresses {
    /// The portal's `DOMAIN`: host and port.
    pub fn domain(&self) -> &str {
        self.portal.strip_prefix("http://").unwrap_or(&self.portal)
    }

    /// `client_endpoint` and `server_endpoint` of this portal, which is its own OAuth server.
    pub fn rest(&self) -> String {
        format!("{}/rest/", self.portal)
    }

    /// The app's scheme, host and port, as browsers write it.
    pub fn app_origin(&self) -> String {
        let url = Url::parse(&self.app);
        url.map_or_else(
            |_| self.app.clone(),
            |url| url.origin().ascii_serialization(),
        )
    }
}

/// The address of an app, if it can be one.
pub fn app(text: &str) -> Result<String, String> {
    match Url::parse(text) {
        Ok(url) if ["http", "https"].contains(&url.scheme()) => Ok(url.into()),
        _ => Err(format!(
            "`{text}` is no http or https address of an app; give one such as http://localhost:5173/"
        )),
    }
}
