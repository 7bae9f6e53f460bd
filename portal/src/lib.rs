//! A local Bitrix24 portal for testing apps: the parent page of the frame, REST, OAuth,
//! real delivery of events, and switches for everything that can go wrong.
//!
//! [`Server::bind`] takes the ports, [`app`] is the portal's router, [`app_origin`] that of the
//! demo app, which lives on an origin of its own. Facts about real portals are cited as
//! "contract §n".
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let server = bx24_portal::Server::bind(bx24_portal::Config::default()).await?;
//! let webhook = server.ready()["webhook"].clone(); // all that `--json` prints
//! let serving = tokio::spawn(server.run(std::future::pending()));
//! # serving.abort();
//! # Ok(())
//! # }
//! ```

mod addresses;
mod answer;
mod auth;
mod batch;
pub mod body;
pub mod bracket;
mod bucket;
mod catalogue;
mod clock;
mod codes;
mod config;
mod control;
mod courier;
mod crm;
mod delivery;
mod event;
mod event_auth;
mod fault;
mod feature;
mod frame;
mod handlers;
mod happening;
mod hosts;
mod identity;
mod inbox;
mod journal;
mod json;
mod lifecycle;
mod log;
mod macros;
mod mask;
mod methods;
mod oauth;
mod offline;
mod operating;
mod pages;
mod params;
mod php;
mod portal;
mod rest;
mod ring;
mod secret;
mod serve;
mod store;
mod stream;
mod switches;
mod system;
mod tokens;
mod users;

pub use addresses::Addresses;
pub use bucket::Limit;
pub use config::Config;
pub use operating::Rule;
pub use portal::Portal;
pub use serve::{Server, app, app_origin};
pub use switches::{
    BatchOperating, OwnChanges, Preflight, Refresh, Statuses, Switches, TimeNumbers, Types,
    UpdateHandlers, WebhookEvents,
};
