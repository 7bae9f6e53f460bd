//! The frame that the portal's page opens, and what it asks for (contract §8).

mod command;
mod error;
mod init_data;
mod open;
mod refresh;

pub use command::run;
pub use error::Error;
pub use open::{Opening, open, target};
