//! The frame that the portal's page opens, and what it asks for (contract §8).

mod command;
mod init_data;
mod open;
mod refresh;

use std::collections::HashMap;

use parking_lot::Mutex;

use crate::apps::identity::Pair;

pub use command::command;
pub use open::open;

/// The frames that were opened, by `APP_SID`.
pub type Frames = Mutex<HashMap<String, Frame>>;

/// One rendering of the app.
#[derive(Clone)]
pub struct Frame {
    user: i64,
    placement: String,
    pair: Pair,
    first_run: bool,
}
