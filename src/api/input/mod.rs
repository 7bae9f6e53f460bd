//! Reads what callers give. Unknown names and wrong values are refused, and so is a value that throws
//! when it is read.

#[cfg(feature = "js")]
pub mod connect;
#[cfg(feature = "js")]
pub mod handler;
pub mod option_reader;
pub mod params;
#[cfg(feature = "js")]
pub mod queue;
pub mod settings;
#[cfg(feature = "js")]
pub mod sync;
pub mod value;
