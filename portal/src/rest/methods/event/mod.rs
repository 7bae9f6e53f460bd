//! The event methods (contract §3).

pub mod bind;
pub mod checks;
pub mod get;
pub mod handler_url;
pub mod offline;
pub mod test;
pub mod unbind;
