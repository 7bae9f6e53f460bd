//! The objects of the CRM, and the events of their changes.

mod change;
pub mod fields;
mod object_type;

pub use change::{Author, add, create, delete, update};
pub use object_type::ObjectType;
