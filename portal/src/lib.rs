//! A local Bitrix24 portal for testing apps: the parent page of the frame, REST, OAuth,
//! real delivery of events, and switches for everything that can go wrong.
//!
//! [`Server::bind`] takes the ports and serves two origins: [`portal_router`] is the portal's own,
//! [`demo_router`] that of the demo app. [`renamed_router`] is the portal's second address, to which
//! it can be renamed. Facts about real portals are cited as "contract §n".
//!
//! A request comes in at `http`, a REST call goes on to `rest`, a change to `events`; what the portal
//! keeps is in `store`, what went through it in `journal`.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
//! let server = bx24_portal::Server::bind(bx24_portal::Config::default()).await?;
//! let webhook = server.ready()["webhook"].clone(); // what `--json` prints
//! let serving = tokio::spawn(server.run(std::future::pending()));
//! # serving.abort();
//! # Ok(())
//! # }
//! ```

mod addresses;
mod apps;
mod clock;
mod config;
pub mod conformance;
mod crm;
mod error_codes;
mod events;
mod faults;
mod frame;
mod hosts;
mod http;
mod journal;
mod limits;
pub mod nearest;
mod oauth;
mod outbox;
pub mod php;
mod portal;
mod probe;
mod refusal;
mod response;
mod rest;
mod running;
mod secret;
mod sender;
mod settings;
mod state;
mod store;
mod stubs;
mod switches;
mod trust;
pub mod verify;

pub use addresses::Addresses;
pub use apps::application::App;
pub use apps::users::User;
pub use config::{Config, TimeLimits, Tls};
pub use http::{Server, demo_router, portal_router, renamed_router};
pub use limits::bucket::BucketLimit;
pub use limits::operating::OperatingLimit;
pub use portal::Portal;
pub use switches::{
    BatchOperating, OwnChanges, Preflight, RedirectStatus, Refresh, Statuses, Switches,
    TimeNumbers, Types, UpdateHandlers, WebhookEvents,
};
