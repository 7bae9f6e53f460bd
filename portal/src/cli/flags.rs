//! The command line.

use std::net::{IpAddr, Ipv4Addr};
use std::path::PathBuf;

use bx24_portal::{App, Config, Switches, Tls, UpdateHandlers, WebhookEvents};
use clap::{Args, ValueEnum};

// no doc comment: it would take the place of the command's own in `--help`
#[derive(Args)]
pub struct Flags {
    /// The portal's port; 0 takes a free one
    #[arg(long, default_value_t = 8024)]
    port: u16,
    /// The demo app's port, 8025 by default; 0 takes a free one, as does `--port 0`. Not used with `--app`
    #[arg(long)]
    app_port: Option<u16>,
    /// https on every port, with a certificate made at the start
    #[arg(long)]
    tls: bool,
    /// https with this certificate, PEM
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_cert: Option<PathBuf>,
    /// The key of --tls-cert, PEM
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    tls_key: Option<PathBuf>,
    /// The address that the portal announces: a proxy's, or that of a name
    #[arg(long, value_name = "URL")]
    public: Option<String>,
    /// Your own app, shown in the frame instead of the demo app
    #[arg(long, value_name = "URL")]
    app: Option<String>,
    /// The installer of --app, shown instead of it until it calls `installFinish`
    #[arg(long, value_name = "URL")]
    install_url: Option<String>,
    /// An app without a page: its install address gets ONAPPINSTALL at the start
    #[arg(long, requires = "install_url", conflicts_with = "app")]
    api_only: bool,
    /// Keep the portal's state in this file; without it, in memory
    #[arg(long, value_name = "FILE")]
    data: Option<PathBuf>,
    /// Open the app as user 1, an administrator (the default)
    #[arg(long, conflicts_with = "user")]
    admin: bool,
    /// Open the app as user 2, who is not an administrator
    #[arg(long)]
    user: bool,
    /// Print addresses, tokens and secrets as one line of JSON when ready, and nothing else
    #[arg(long)]
    pub json: bool,
    /// Deliver events to this host too, not to this machine only; may be repeated
    #[arg(long, value_name = "HOST")]
    deliver_to: Vec<String>,
    /// Let this address use the control address and read inboxes, not this machine only; may be repeated
    #[arg(long, value_name = "ADDR")]
    control_from: Vec<IpAddr>,
    /// How many deliveries are under way at once; further ones wait
    #[arg(long, value_name = "N", default_value = "256", value_parser = clap::value_parser!(u16).range(1..))]
    deliver_at_once: u16,
    /// Where documentation and live portals differ, do as the one or as the other
    #[arg(long, value_enum, default_value = "documented")]
    like: Like,
    /// Event methods through a webhook, whatever --like says
    #[arg(long, value_enum)]
    webhook_events: Option<Webhooks>,
    /// What an update of the app does to its handlers, whatever --like says
    #[arg(long, value_enum)]
    update_handlers: Option<Update>,
    /// Refuse webhooks over http, as live portals do
    #[arg(long)]
    require_https: bool,
    /// The built npm package, served to the demo app as /pkg/
    #[arg(long, value_name = "DIR", default_value = "pkg")]
    pkg: PathBuf,
    /// The address to listen on
    #[arg(long, value_name = "ADDR", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    listen: IpAddr,
}

#[derive(Clone, Copy, ValueEnum)]
enum Like {
    Documented,
    Live,
}

#[derive(Clone, Copy, ValueEnum)]
enum Update {
    Removed,
    Kept,
}

#[derive(Clone, Copy, ValueEnum)]
enum Webhooks {
    Allowed,
    Refused,
}

impl Flags {
    /// The library's configuration for these flags.
    pub fn config(self) -> Config {
        Config {
            switches: self.switches(),
            listen: self.listen,
            port: self.port,
            app_port: self.app_port(),
            tls: match (self.tls_cert, self.tls_key) {
                (Some(certificate), Some(key)) => Some(Tls::Files { certificate, key }),
                _ => self.tls.then_some(Tls::Own),
            },
            public: self.public,
            apps: vec![App {
                url: self.app,
                install_url: self.install_url,
                api_only: self.api_only,
                ..App::default()
            }],
            users: Config::default().users,
            data: self.data,
            pkg: self.pkg,
            user: Some(if self.user { 2 } else { 1 }),
            deliver_to: self.deliver_to,
            control_from: self.control_from,
            deliver_at_once: self.deliver_at_once.into(),
        }
    }

    fn app_port(&self) -> u16 {
        let usual = if self.port == 0 { 0 } else { 8025 };
        self.app_port.unwrap_or(usual)
    }

    fn switches(&self) -> Switches {
        let (webhooks, update) = match self.like {
            Like::Documented => (Webhooks::Allowed, Update::Removed),
            Like::Live => (Webhooks::Refused, Update::Kept),
        };
        Switches {
            webhook_events: match self.webhook_events.unwrap_or(webhooks) {
                Webhooks::Allowed => WebhookEvents::Allowed,
                Webhooks::Refused => WebhookEvents::Refused,
            },
            update_handlers: match self.update_handlers.unwrap_or(update) {
                Update::Removed => UpdateHandlers::Removed,
                Update::Kept => UpdateHandlers::Kept,
            },
            require_https: self.require_https,
            ..Switches::default()
        }
    }
}
