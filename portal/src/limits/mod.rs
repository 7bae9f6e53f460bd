//! How much a caller may do, and how often a handler is notified (contract §2.3, §2.4, §9.4).

pub mod bucket;
pub mod notifications;
pub mod operating;
