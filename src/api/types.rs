//! The TypeScript declarations, which are the files in `types/`.

use wasm_bindgen::prelude::*;

#[wasm_bindgen(typescript_custom_section)]
const EVENT_CODE: &str = include_str!("types/event_code.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const MIRROR: &str = include_str!("types/mirror.d.ts");

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const COMPAT: &str = include_str!("types/compat.d.ts");

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const CLIENT: &str = include_str!("types/client.d.ts");

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const HANDLERS: &str = include_str!("types/handlers.d.ts");

#[cfg(feature = "js")]
#[wasm_bindgen(typescript_custom_section)]
const OFFLINE: &str = include_str!("types/offline.d.ts");
