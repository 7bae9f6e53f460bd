//! The classes of `classes.js`, exported by the module that wasm-bindgen makes.
//!
//! They are imported a second time here, as functions: for a re-exported type wasm-bindgen would add
//! a declaration of its own to those in `types/`.

use wasm_bindgen::prelude::*;

#[allow(dead_code, reason = "only exported")]
#[wasm_bindgen(module = "/src/api/classes.js")]
extern "C" {
    #[wasm_bindgen(reexport, skip_typescript, js_name = AjaxError)]
    fn ajax_error();
    #[wasm_bindgen(reexport, skip_typescript, js_name = AjaxResult)]
    fn ajax_result();
    #[wasm_bindgen(reexport, skip_typescript, js_name = Bx24Error)]
    fn bx24_error();
}
