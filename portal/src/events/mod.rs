//! Events: from a change in the portal to its handlers (contract §9).

pub mod auth_fields;
mod crm;
pub mod deliver;
pub mod emit;
pub mod lifecycle;

pub use crm::data as crm_data;
