//! What can be set: each option by a flag and, under the same name, in the configuration file.

use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU16;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

/// The options; none: not set.
#[derive(Args, Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Options {
    /// The portal's port, 8024 by default; 0 takes a free one
    #[arg(long)]
    pub port: Option<u16>,
    /// The demo app's port, 8025 by default; 0 takes a free one, as does `--port 0`. Not used with `--app`
    #[arg(long)]
    pub app_port: Option<u16>,
    /// The address to listen on, 127.0.0.1 by default
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<IpAddr>,
    /// https on every port, with a certificate made at the start
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub tls: Option<bool>,
    /// https with this certificate, PEM
    #[arg(long, value_name = "FILE")]
    pub tls_cert: Option<PathBuf>,
    /// The key of --tls-cert, PEM
    #[arg(long, value_name = "FILE")]
    pub tls_key: Option<PathBuf>,
    /// The address that the portal announces: a proxy's, or that of a name
    #[arg(long, value_name = "URL")]
    pub public: Option<String>,
    /// Your own app, shown in the frame instead of the demo app
    #[arg(long, value_name = "URL")]
    pub app: Option<String>,
    /// The installer of the app, shown instead of it until it calls `installFinish`
    #[arg(long, value_name = "URL")]
    pub install_url: Option<String>,
    /// An app without a page: its install address gets ONAPPINSTALL at the start
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub api_only: Option<bool>,
    /// Open the app as this user
    #[arg(long, value_name = "ID", conflicts_with_all = ["admin", "user"])]
    pub open_as: Option<i64>,
    /// Keep the portal's state in this file; without it, in memory
    #[arg(long, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// Deliver events to this host too, not to this machine only; may be repeated
    #[arg(long, value_name = "HOST")]
    pub deliver_to: Vec<String>,
    /// Let this address use the control address and read inboxes, not this machine only; may be repeated
    #[arg(long, value_name = "ADDR")]
    pub control_from: Vec<IpAddr>,
    /// How many deliveries are under way at once, 256 by default; further ones wait
    #[arg(long, value_name = "N")]
    pub deliver_at_once: Option<NonZeroU16>,
    /// Where documentation and live portals differ, do as the one (the default) or as the other
    #[arg(long, value_enum)]
    pub like: Option<Like>,
    /// Event methods through a webhook, whatever --like says
    #[arg(long, value_enum)]
    pub webhook_events: Option<Webhooks>,
    /// What an update of the app does to its handlers, whatever --like says
    #[arg(long, value_enum)]
    pub update_handlers: Option<Update>,
    /// Refuse webhooks over http, as live portals do
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    pub require_https: Option<bool>,
    /// The built npm package, served to the demo app as /pkg/; `pkg` by default
    #[arg(long, value_name = "DIR")]
    pub pkg: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Like {
    Documented,
    Live,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Update {
    Removed,
    Kept,
}

#[derive(Clone, Copy, Debug, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Webhooks {
    Allowed,
    Refused,
}

impl Options {
    /// What holds where these say nothing.
    pub fn defaults(&self) -> Self {
        let (webhook_events, update_handlers) = match self.like {
            None | Some(Like::Documented) => (Webhooks::Allowed, Update::Removed),
            Some(Like::Live) => (Webhooks::Refused, Update::Kept),
        };
        Self {
            port: Some(8024),
            app_port: Some(if self.port == Some(0) { 0 } else { 8025 }),
            listen: Some(Ipv4Addr::LOCALHOST.into()),
            tls: Some(false),
            deliver_at_once: NonZeroU16::new(256),
            like: Some(Like::Documented),
            webhook_events: Some(webhook_events),
            update_handlers: Some(update_handlers),
            require_https: Some(false),
            pkg: Some(PathBuf::from("pkg")),
            ..Self::default()
        }
    }
}
