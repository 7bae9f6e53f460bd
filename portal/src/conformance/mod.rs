//! The contract as data: `conformance/*.toml`, one exchange an entry, and what an answer differs in.
//! Run by the crate's tests against this portal, and by `verify` against any.

mod difference;
mod exchange;
mod place;

pub use difference::{Difference, shortened};
pub use exchange::{Before, Caller, Exchange};
pub use place::PLACE;

use serde::Deserialize;

macro_rules! file {
    ($name:literal) => {
        (
            concat!($name, ".toml"),
            include_str!(concat!("../../conformance/", $name, ".toml")),
        )
    };
}

/// In the program itself: `verify` needs no file beside it.
const FILES: [(&str, &str); 6] = [
    file!("event-bind"),
    file!("event-unbind"),
    file!("event-lists"),
    file!("event-offline"),
    file!("batch"),
    file!("system-errors"),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    exchange: Vec<Exchange>,
}

/// The names of the files that [`exchanges`] reads.
pub fn files() -> impl Iterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// All exchanges, file by file. An error names the file and the line that cannot be read.
pub fn exchanges() -> Result<Vec<Exchange>, String> {
    let mut all = Vec::new();
    for (name, text) in FILES {
        let file: File = toml::from_str(text).map_err(|error| format!("`{name}`: {error}"))?;
        all.extend(file.exchange);
    }
    Ok(all)
}

/// Those that may be sent to any portal.
pub fn remote() -> Result<Vec<Exchange>, String> {
    let all = exchanges()?.into_iter();
    Ok(all.filter(|exchange| exchange.remote).collect())
}
