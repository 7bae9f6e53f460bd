//! What callers get: promises, errors and results, and plain objects made by serde.

mod classes;
pub mod error;
#[cfg(feature = "js")]
pub mod object;
pub mod promise;
pub mod result;
