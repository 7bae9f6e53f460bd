//! Where everything is served.

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

    /// The app's scheme, host and port.
    pub fn app_origin(&self) -> String {
        let end = self
            .app
            .match_indices('/')
            .nth(2)
            .map_or(self.app.len(), |(at, _)| at);
        self.app.chars().take(end).collect()
    }
}
