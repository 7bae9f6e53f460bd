//! Another crate that uses the library, with a wasm-bindgen of its own choice.

use bx24_callbind::{Error, Handler};
use wasm_bindgen::prelude::*;

/// Binds one handler.
async fn bind(handler: Handler) -> Result<(), Error> {
    let portal = bx24_callbind::connect(Default::default()).await?;
    portal.bind(&handler, &Default::default()).await?;
    Ok(())
}

/// The same for JavaScript.
#[wasm_bindgen]
pub async fn start(url: String) -> Result<(), JsValue> {
    let handler = Handler {
        event: "ONCRMLEADADD".into(),
        handler: Some(url),
        ..Default::default()
    };
    bind(handler)
        .await
        .map_err(|error| JsValue::from(error.to_string()))
}
