//! Options of single calls, plans and syncs.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::fields::{Fields, wrong};
use super::options::number;
use crate::browser::portal::CallOptions;
use bx24_protocol::Error;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::handlers::plan::{Prune, SyncOptions};

/// The names of all that `plan`, `sync` and `moveHandlers` take; the last two are those of any call.
const NAMES: [&str; 6] = [
    "partial",
    "matchUser",
    "prune",
    "onProgress",
    "signal",
    "timeout",
];

/// Reads the options of one call.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name and for a wrong value.
pub fn call_options(given: &JsValue) -> Result<CallOptions, Error> {
    let mut fields = Fields::of(given, NAMES.split_at(4).1);
    let options = call(&mut fields);
    fields.end(options)
}

fn call(fields: &mut Fields<'_>) -> CallOptions {
    let mut checked = Settings::DEFAULT;
    let given = number(&mut checked, fields, "timeout");
    CallOptions {
        timeout: given.then_some(checked.timeout),
        signal: fields.signal(),
    }
}

/// Options of `plan`, `sync` and `moveHandlers`.
pub struct How {
    /// For each of its calls.
    pub call: CallOptions,
    /// For the plan.
    pub sync: SyncOptions,
    /// Told after every batch.
    pub on_progress: Option<Function>,
}

/// Reads the options of `plan`, `sync` and `moveHandlers`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name and for a wrong value.
pub fn sync_options(given: &JsValue) -> Result<How, Error> {
    let mut fields = Fields::of(given, &NAMES);
    let how = How {
        call: call(&mut fields),
        sync: SyncOptions {
            partial: fields.boolean("partial", false),
            match_user: fields.boolean("matchUser", true),
            prune: prune(&mut fields),
        },
        on_progress: fields.function("onProgress"),
    };
    fields.end(how)
}

fn prune(fields: &mut Fields<'_>) -> Prune {
    let value = fields.get("prune");
    if let Some(all) = value.as_bool() {
        return match all {
            true => Prune::All,
            false => Prune::Nothing,
        };
    }
    if value.is_undefined() {
        return Prune::Nothing;
    }
    if value.is_object() {
        let mut inner = Fields::of(&value, &["underUrl"]);
        let base = inner.string("underUrl");
        if let Err(error) = inner.end(()) {
            fields.fail(error);
        } else if let Some(base) = base {
            return Prune::UnderUrl(base);
        }
    }
    fields.fail(wrong("prune", "true, false or `{ underUrl }`"));
    Prune::Nothing
}
