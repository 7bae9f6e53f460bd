//! `/control/*`: the address by which tests, pages and people control the portal.

mod application;
mod fire;
mod frame;
mod frame_messages;
mod guard;
mod reply;
mod state;
mod stubs;

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::stream;
use crate::portal::Portal;

pub use guard::guard;
pub use reply::{Failure, JsonBody, Reply, named};

/// Everything below `/control`.
pub fn router() -> Router<Arc<Portal>> {
    Router::new()
        .route("/state", get(state::state))
        .route("/handlers", get(state::handlers))
        .route("/placements", get(state::placements))
        .route("/objects", get(state::objects))
        .route("/deliveries", get(state::deliveries))
        .route(
            "/requests",
            get(state::requests).delete(state::clear_requests),
        )
        .route(
            "/faults",
            get(state::faults)
                .post(state::inject_faults)
                .delete(state::clear_faults),
        )
        .route(
            "/stubs",
            get(stubs::list).post(stubs::add).delete(stubs::clear),
        )
        .route("/expire-tokens", post(state::expire_tokens))
        .route("/switches", get(state::switches).post(state::set_switches))
        .route("/reset", post(state::reset))
        .route("/stream", get(stream::stream))
        .route("/fire", post(fire::fire))
        .route("/lead", post(fire::lead))
        .route("/deal", post(fire::deal))
        .route("/application", post(application::application))
        .route("/probe", post(frame::probe))
        .route("/users", get(state::users))
        .route(
            "/frame-messages",
            get(frame_messages::list)
                .post(frame_messages::add)
                .delete(frame_messages::clear),
        )
        .route("/frame", post(frame::open))
        .route("/frame/{command}", post(frame::command))
}
