//! Events: from a change in the portal to its handlers (contract §9).

pub mod auth_fields;
pub mod deliver;
pub mod emit;
pub mod lifecycle;
