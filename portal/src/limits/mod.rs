//! How much is allowed in a time (contract §2.3, §2.4, §9.4).

pub mod bucket;
pub mod notifications;
pub mod operating;
