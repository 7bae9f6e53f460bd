//! The newest of what happened.

use std::collections::VecDeque;

use parking_lot::Mutex;

/// How many are kept; older ones are forgotten.
const KEPT: usize = 20_000;

/// A list that forgets its oldest entries and numbers what it is given, from 1.
pub struct Ring<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    last_id: u64,
    items: VecDeque<T>,
}

impl<T: Clone> Ring<T> {
    /// Adds what `make` builds from its number.
    pub fn push(&self, make: impl FnOnce(u64) -> T) -> T {
        let mut inner = self.inner.lock();
        inner.last_id += 1;
        let item = make(inner.last_id);
        inner.items.push_back(item.clone());
        if inner.items.len() > KEPT {
            inner.items.pop_front();
        }
        item
    }

    /// The entries for which `wanted` holds, oldest first.
    pub fn list(&self, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        self.inner
            .lock()
            .items
            .iter()
            .filter(|item| wanted(item))
            .cloned()
            .collect()
    }

    /// Forgets the entries for which `unwanted` holds.
    pub fn remove(&self, unwanted: impl Fn(&T) -> bool) {
        self.inner.lock().items.retain(|item| !unwanted(item));
    }
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            inner: Mutex::new(Inner {
                last_id: 0,
                items: VecDeque::new(),
            }),
        }
    }
}
