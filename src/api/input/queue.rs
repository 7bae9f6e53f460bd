//! The arguments of `events` and of the offline queue's methods.

use bx24_protocol::Error;
use bx24_protocol::offline::reader::{Reader, ReaderOptions};
use wasm_bindgen::JsValue;

use super::option_reader::OptionReader;
use super::value::{is_whole, items, kind_of, shown, wrong};

/// The argument of `events`: `{ scope, full }`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn event_filter(given: &JsValue) -> Result<(Option<String>, bool), Error> {
    let filter = OptionReader::new(given, &["scope", "full"])?;
    let full = filter.boolean("full")?.unwrap_or(false);
    Ok((filter.string("scope")?, full))
}

/// The argument of `clear` and `error`: a reservation, or a part of it.
pub struct Part {
    /// The reservation's `process_id`.
    pub process_id: String,
    /// The messages; `None`: all of them.
    pub message_ids: Option<Vec<String>>,
    /// The connector, which selects the queue.
    pub connector: Option<String>,
}

/// Reads the argument of `clear` and `error`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn part(given: &JsValue) -> Result<Part, Error> {
    let what = OptionReader::new(given, &["processId", "messageIds", "connector"])?;
    Ok(Part {
        process_id: what.string("processId")?.unwrap_or_default(),
        message_ids: message_ids(&what.get("messageIds")?)?,
        connector: what.string("connector")?,
    })
}

/// A list of message ids; `None` if it is undefined.
///
/// # Errors
/// `INVALID_ARGUMENT` for anything but a list of strings.
pub fn message_ids(given: &JsValue) -> Result<Option<Vec<String>>, Error> {
    strings("messageIds", given)
}

fn strings(name: &str, given: &JsValue) -> Result<Option<Vec<String>>, Error> {
    if given.is_undefined() {
        return Ok(None);
    }
    let wrong = |given: &str| wrong(name, "a list of strings", given);
    let items = items(name, given)?.ok_or_else(|| wrong(kind_of(given)))?;
    let ids = items.iter().map(|id| {
        id.as_string()
            .ok_or_else(|| wrong(&format!("a list with {}", kind_of(id))))
    });
    ids.collect::<Result<_, _>>().map(Some)
}

/// A walk through the queue, by the options of `batches`.
///
/// # Errors
/// `INVALID_ARGUMENT` for an unknown name or a wrong value.
pub fn reader(given: &JsValue) -> Result<Reader, Error> {
    let options = OptionReader::new(given, &["size", "poll", "connector", "resume", "exclusive"])?;
    let size = options.get("size")?;
    let size = match size.is_undefined() {
        true => ReaderOptions::default().size,
        false => size.as_f64().filter(|size| is_whole(*size)).unwrap_or(0.0) as i64,
    };
    let poll = options.get("poll")?;
    let milliseconds = poll.as_f64().filter(|ms| *ms > 0.0);
    if milliseconds.is_none() && !poll.is_undefined() {
        return Err(wrong(
            "poll",
            "a number of milliseconds above 0",
            &shown(&poll),
        ));
    }
    Reader::new(ReaderOptions {
        size,
        poll: milliseconds,
        connector: options.string("connector")?,
        exclusive: options.boolean("exclusive")?.unwrap_or(false),
        resume: strings("resume", &options.get("resume")?)?.unwrap_or_default(),
    })
}
