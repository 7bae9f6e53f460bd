//! Who the portal, its apps and its users are.

pub mod application;
pub mod identity;
pub mod placements;
pub mod scopes;
pub mod users;

/// The language of the portal and its users.
pub const LANGUAGE: &str = "en";
