//! `callBind` and `callUnbind` for Rust code in a frame.

use wasm_bindgen::JsValue;

use super::face::connect;
use super::portal::{CallOptions, Options};
use super::work::One;
use bx24_protocol::Error;
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::Params;

/// Binds `handler` to `event` with the frame's authorization, as `BX24.callBind` does; the
/// portal's body.
///
/// # Errors
/// The portal's, or one of ours.
pub async fn call_bind(event: &str, handler: &str, auth_type: i64) -> Result<JsValue, Error> {
    call("event.bind", event, handler, Some(auth_type)).await
}

/// Unbinds `handler` from `event`; without `auth_type`, for all users. The portal's body.
///
/// # Errors
/// The portal's, or one of ours.
pub async fn call_unbind(
    event: &str,
    handler: &str,
    auth_type: Option<i64>,
) -> Result<JsValue, Error> {
    call("event.unbind", event, handler, auth_type).await
}

async fn call(
    method: &'static str,
    event: &str,
    handler: &str,
    auth_type: Option<i64>,
) -> Result<JsValue, Error> {
    let portal = connect(Options::default()).await?;
    let mut params: Params = vec![
        ("event".into(), event.into()),
        ("handler".into(), handler.into()),
    ];
    if let Some(user) = auth_type {
        params.push(("auth_type".into(), user.into()));
    }
    let command = Command::new(method, params);
    let (_, reply) = portal
        .one(One::Call(command), &CallOptions::default())
        .await?;
    Ok(reply.answer)
}
