//! Who the portal, its app and its users are.

pub mod identity;
pub mod placements;
pub mod scopes;
pub mod users;

/// The language of the portal and its users.
pub const LANGUAGE: &str = "en";

/// The application that the tokens of the ready line and of frames belong to.
pub const APPLICATION: &str = "app";
