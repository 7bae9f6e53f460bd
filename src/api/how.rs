//! Options of single calls, plans and syncs.

use js_sys::Function;
use wasm_bindgen::JsValue;

use super::given::string;
use super::options::{boolean, each, every, function, number, signal, wrong};
use crate::browser::portal::CallOptions;
use crate::core::Error;
use crate::core::plan::{Prune, SyncOptions};
use crate::core::settings::{Settings, unknown};

/// Reads the options of one call.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name and for a wrong value.
pub fn call_options(given: &JsValue) -> Result<CallOptions, Error> {
    let mut out = CallOptions::default();
    each(
        given,
        &mut |name, value| match call_option(&mut out, name, value)? {
            true => Ok(()),
            false => Err(unknown(name)),
        },
    )?;
    Ok(out)
}

fn call_option(out: &mut CallOptions, name: &str, value: &JsValue) -> Result<bool, Error> {
    match name {
        "signal" => out.signal = Some(signal(value)?),
        "timeout" => {
            let mut checked = Settings::default();
            number(&mut checked, name, value)?;
            out.timeout = Some(checked.timeout);
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// Options of `plan`, `sync` and `moveHandlers`.
#[derive(Default)]
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
    let mut out = How::default();
    each(given, &mut |name, value| {
        match name {
            _ if call_option(&mut out.call, name, value)? => {}
            "partial" => out.sync.partial = boolean(name, value)?,
            "matchUser" => out.sync.match_user = boolean(name, value)?,
            "prune" => out.sync.prune = prune(value)?,
            "onProgress" => out.on_progress = Some(function(name, value)?),
            _ => return Err(unknown(name)),
        }
        Ok(())
    })?;
    Ok(out)
}

fn prune(value: &JsValue) -> Result<Prune, Error> {
    if let Some(all) = value.as_bool() {
        return Ok(if all { Prune::All } else { Prune::Nothing });
    }
    let wrong = || wrong("prune", "true, false or `{ underUrl }`");
    if !value.is_object() {
        return Err(wrong());
    }
    let mut under = None;
    every(value, &mut |name, url| {
        match name {
            "underUrl" => under = Some(string(name, url)?),
            _ => return Err(unknown(name)),
        }
        Ok(())
    })?;
    under.map(Prune::UnderUrl).ok_or_else(wrong)
}
