//! What the protocol says: no web type, no clock, no network.
pub mod address;
pub mod batches;
pub mod bucket;
pub mod command;
pub mod credential;
pub mod diagnose;
pub mod dispatch;
pub mod encode;
pub mod error;
pub mod facts;
pub mod frame;
pub mod handler;
pub mod offline;
pub mod plan;
pub mod policy;
mod refuse;
pub mod relocate;
pub mod report;
pub mod reservation;
pub mod settings;
pub mod suggest;
pub mod sync;
mod task;
pub mod validate;
pub mod value;
mod warn;

pub use error::{Error, FieldError};
