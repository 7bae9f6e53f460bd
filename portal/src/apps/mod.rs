//! Who the portal, its app and its users are.

pub mod identity;
pub mod users;

/// The language of the portal and its users.
pub const LANGUAGE: &str = "en";

/// The application that the portal's tokens belong to.
pub const APPLICATION: &str = "app";
