//! `callBind` and `callUnbind` for Rust code in a frame.

use bx24_protocol::Error;
use bx24_protocol::handlers::handler::Handler;

use crate::portal::{Bound, CallOptions, Options, Unbound, connect};

/// Binds `handler` to `event` with the frame's authorization, as `BX24.callBind` does.
///
/// # Errors
/// `NO_FRAME` outside a portal; as [`Portal::bind`](crate::Portal::bind).
pub async fn call_bind(event: &str, handler: &str, auth_type: i64) -> Result<Bound, Error> {
    let portal = connect(Options::default()).await?;
    let handler = named(event, handler, Some(auth_type));
    portal.bind(&handler, &CallOptions::default()).await
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users.
///
/// # Errors
/// `NO_FRAME` outside a portal; as [`Portal::unbind`](crate::Portal::unbind).
pub async fn call_unbind(
    event: &str,
    handler: &str,
    auth_type: Option<i64>,
) -> Result<Unbound, Error> {
    let portal = connect(Options::default()).await?;
    let handler = named(event, handler, auth_type);
    portal.unbind(&handler, &CallOptions::default()).await
}

fn named(event: &str, handler: &str, auth_type: Option<i64>) -> Handler {
    Handler {
        event: event.to_owned(),
        handler: Some(handler.to_owned()),
        auth_type,
        ..Handler::default()
    }
}
