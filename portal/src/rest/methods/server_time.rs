//! `server.time` (contract §4).

use serde_json::json;

use crate::clock;
use crate::rest::method::{Call, MethodResult};

/// The portal's time.
pub fn run(_: Call<'_>) -> MethodResult {
    Ok(json!(clock::iso(clock::now())).into())
}
