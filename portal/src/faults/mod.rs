//! Injected faults: answers that are lost, cut, delayed or wrong on demand (contract §2.2, §7.4, §11).

mod fault;
mod queue;
mod response;

pub use fault::Fault;
pub use queue::Faults;
pub use response::respond;
