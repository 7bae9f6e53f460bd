//! Who the portal, its app and its users are.

pub mod identity;
pub mod users;

/// The application that the portal's tokens belong to.
pub const APPLICATION: &str = "app";
