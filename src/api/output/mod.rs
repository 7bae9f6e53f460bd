//! Makes what callers get: promises, errors, results, and plain objects by serde.

mod classes;
pub mod error;
#[cfg(feature = "js")]
pub mod object;
pub mod promise;
pub mod result;
