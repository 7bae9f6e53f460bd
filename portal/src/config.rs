//! The options with which the portal starts.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;
use std::time::Duration;

use crate::apps::application::App;
use crate::apps::users::{self, User};
use crate::switches::Switches;

/// The portal's start-up options. The default serves the demo app on free ports, in memory.
#[derive(Clone, Debug)]
pub struct Config {
    /// The address to listen on; loopback unless told otherwise.
    pub listen: IpAddr,
    /// The portal's port; 0 takes a free one.
    pub port: u16,
    /// The demo app's port; 0 takes a free one. Without the demo app no port is taken.
    pub app_port: u16,
    /// https instead of http, on every port.
    pub tls: Option<Tls>,
    /// The address that the portal announces, such as a proxy's; without one, that of its port.
    pub public: Option<String>,
    /// The portal's applications; the first is meant where none is named.
    pub apps: Vec<App>,
    /// The portal's users.
    pub users: Vec<User>,
    /// The file that keeps the state; in memory without one.
    pub data: Option<PathBuf>,
    /// The built npm package, served as `/pkg/` to the demo app.
    pub pkg: PathBuf,
    /// The user as whom an app is opened by default; without one, the first administrator.
    pub user: Option<i64>,
    /// Hosts, besides loopback, to which events are delivered.
    pub deliver_to: Vec<String>,
    /// How many deliveries are under way at once; further ones wait.
    pub deliver_at_once: usize,
    /// Addresses, besides loopback, that may use the control address and read inboxes.
    pub control_from: Vec<IpAddr>,
    /// The switches at the start and after a reset.
    pub switches: Switches,
    /// How long clients may take. There is no flag for it: only tests are in such a hurry.
    pub time_limits: TimeLimits,
}

/// How long a client may take; then its connection is closed.
#[derive(Clone, Copy, Debug)]
pub struct TimeLimits {
    /// For the TLS handshake.
    pub handshake: Duration,
    /// For the head of a request, the idle time before it included.
    pub head: Duration,
    /// For the next piece of a request's body.
    pub body: Duration,
    /// For taking more of an answer, but for that of `/control/stream`.
    pub answer: Duration,
}

impl Default for TimeLimits {
    fn default() -> Self {
        Self {
            handshake: Duration::from_secs(10),
            head: Duration::from_secs(30),
            body: Duration::from_secs(30),
            answer: Duration::from_secs(30),
        }
    }
}

/// Which certificate https has.
#[derive(Clone, Debug)]
pub enum Tls {
    /// A new one for this machine and the name of `public`, signed by a new CA.
    Own,
    /// These PEM files.
    Files {
        /// The certificate, with what leads up to its CA.
        certificate: PathBuf,
        /// Its private key.
        key: PathBuf,
    },
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            app_port: 0,
            tls: None,
            public: None,
            apps: vec![App::default()],
            users: users::usual(),
            data: None,
            pkg: PathBuf::from("pkg"),
            user: None,
            deliver_to: Vec::new(),
            deliver_at_once: 256,
            control_from: Vec::new(),
            switches: Switches::default(),
            time_limits: TimeLimits::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_that_is_printed_tells_no_secret() {
        let secret = || Some("hush".to_owned());
        let config = Config {
            apps: vec![App {
                client_secret: secret(),
                application_token: secret(),
                ..App::default()
            }],
            users: vec![User {
                webhook_secret: secret(),
                ..User::default()
            }],
            ..Config::default()
        };
        let printed = format!("{config:?}");
        assert!(
            printed.contains("install_url") && !printed.contains("hush"),
            "{printed}"
        );
    }
}
