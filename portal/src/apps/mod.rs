//! Who the portal, its app and its users are.

pub mod identity;
pub mod users;
