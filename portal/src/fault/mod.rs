//! Faults: what can go wrong on the way, put in on demand (contract §2.2, §7.4, §11).

mod answer;
mod queue;
mod spec;

pub use answer::respond;
pub use queue::Faults;
pub use spec::Fault;
