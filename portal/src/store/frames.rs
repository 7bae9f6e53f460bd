//! The frames that were opened.

use indexmap::IndexMap;
use parking_lot::Mutex;

use super::tokens::{Holder, TokenPair};
use crate::php::brackets::Tree;

/// More than anybody has open; the one that was opened first goes.
const MOST: usize = 1000;

/// All frames, by `APP_SID`, in the order in which they were opened.
#[derive(Default)]
pub struct Frames(Mutex<IndexMap<String, Frame>>);

/// The app, opened once.
#[derive(Clone)]
pub struct Frame {
    pub holder: Holder,
    pub placement: String,
    pub placement_options: Tree,
    /// The app's address, or that of the placement's handler.
    pub address: String,
    pub tokens: TokenPair,
    /// The user has not run the app before, and has not asked for `getInitData` in this frame.
    pub first_run: bool,
}

impl Frames {
    /// The frame with this `APP_SID`.
    pub fn get(&self, sid: &str) -> Option<Frame> {
        self.0.lock().get(sid).cloned()
    }

    /// Adds a frame, or replaces it.
    pub fn insert(&self, sid: String, frame: Frame) {
        let mut frames = self.0.lock();
        frames.insert(sid, frame);
        if frames.len() > MOST {
            frames.shift_remove_index(0);
        }
    }

    /// From the next `getInitData` on it is no longer the first run.
    pub fn end_first_run(&self, sid: &str) {
        if let Some(frame) = self.0.lock().get_mut(sid) {
            frame.first_run = false;
        }
    }
}
