//! The options of single calls, and of `plan`, `sync` and `moveHandlers`.

use bx24_protocol::Error;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::handlers::plan::{Prune, SyncOptions};
use js_sys::Function;
use wasm_bindgen::JsValue;

use super::option_reader::{OptionReader, unknown_names};
use super::settings::set_number;
use super::value::{is_list, member, shown, string, wrong};
use crate::portal::CallOptions;

/// The names of what any call takes.
const CALL: [&str; 3] = ["signal", "timeout", "attemptTimeout"];
/// The names of what `plan`, `sync` and `moveHandlers` take besides.
const SYNC: [&str; 4] = ["partial", "matchUser", "prune", "onProgress"];

/// Reads the options of one call.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn call_options(given: &JsValue) -> Result<CallOptions, Error> {
    read_call_options(&OptionReader::new(given, &CALL)?)
}

/// Reads the options of `call`, and whether it may be repeated when its answer is lost.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn repeatable_call_options(given: &JsValue) -> Result<(CallOptions, Option<bool>), Error> {
    let names = [&CALL[..], &["repeat"]].concat();
    let options = OptionReader::new(given, &names)?;
    Ok((read_call_options(&options)?, options.boolean("repeat")?))
}

fn read_call_options(options: &OptionReader<'_>) -> Result<CallOptions, Error> {
    let mut checked = Settings::DEFAULT;
    set_number(&mut checked, options, "timeout")?;
    set_number(&mut checked, options, "attemptTimeout")?;
    let is_given = !options.get("timeout")?.is_undefined();
    Ok(CallOptions {
        timeout: is_given.then_some(checked.timeout),
        attempt_timeout: checked.attempt_timeout,
        signal: options.signal()?,
    })
}

/// Options of `plan`, `sync` and `moveHandlers`.
pub struct JsSyncOptions {
    /// For each of its calls.
    pub call: CallOptions,
    /// For the plan.
    pub sync: SyncOptions,
    /// Called after every batch.
    pub on_progress: Option<Function>,
}

/// Reads the options of `plan`, `sync` and `moveHandlers`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn sync_options(given: &JsValue) -> Result<JsSyncOptions, Error> {
    let names = [&SYNC[..], &CALL[..]].concat();
    let options = OptionReader::new(given, &names)?;
    Ok(JsSyncOptions {
        call: read_call_options(&options)?,
        sync: SyncOptions {
            partial: options.boolean("partial")?.unwrap_or(false),
            match_user: options.boolean("matchUser")?.unwrap_or(true),
            prune: prune(&options.get("prune")?)?,
        },
        on_progress: options.function("onProgress")?,
    })
}

fn prune(value: &JsValue) -> Result<Prune, Error> {
    if value.is_undefined() {
        return Ok(Prune::Nothing);
    }
    if let Some(all) = value.as_bool() {
        return Ok(if all { Prune::All } else { Prune::Nothing });
    }
    let wrong_prune = || wrong("prune", "true, false or `{ underUrl }`", &shown(value));
    if !value.is_object() || is_list("prune", value)? {
        return Err(wrong_prune());
    }
    if let Some(name) = unknown_names("prune", value, &["underUrl"])?.pop() {
        return Err(Error::invalid(format!(
            "`prune` has no `{name}`: did you mean `underUrl`?"
        )));
    }
    let base = member(value, "underUrl")?;
    match base.is_undefined() {
        true => Err(wrong_prune()),
        false => string("underUrl", &base).map(Prune::UnderUrl),
    }
}
