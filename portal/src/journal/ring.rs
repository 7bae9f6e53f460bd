//! A list of bounded length.

use std::collections::VecDeque;

use parking_lot::Mutex;

/// How many entries are kept.
const KEPT: usize = 20_000;

/// A list that numbers its entries from 1 and forgets the oldest ones.
pub struct Ring<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    last_id: u64,
    items: VecDeque<(u64, T)>,
}

impl<T: Clone> Ring<T> {
    /// Adds the entry that `make` builds from its number. Returns a copy.
    pub fn push(&self, make: impl FnOnce(u64) -> T) -> T {
        let mut inner = self.inner.lock();
        inner.last_id += 1;
        let id = inner.last_id;
        let item = make(id);
        inner.items.push_back((id, item.clone()));
        if inner.items.len() > KEPT {
            inner.items.pop_front();
        }
        item
    }

    /// Changes the entry with this number, if it is still there. Returns a copy.
    pub fn change(&self, id: u64, change: impl FnOnce(&mut T)) -> Option<T> {
        let mut inner = self.inner.lock();
        let at = inner
            .items
            .binary_search_by_key(&id, |(known, _)| *known)
            .ok()?;
        let (_, item) = inner.items.get_mut(at)?;
        change(item);
        Some(item.clone())
    }

    /// All entries, oldest first.
    pub fn all(&self) -> Vec<T> {
        self.list(|_| true)
    }

    /// The entries for which `wanted` holds, oldest first.
    pub fn list(&self, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        let inner = self.inner.lock();
        inner
            .items
            .iter()
            .map(|(_, item)| item)
            .filter(|item| wanted(item))
            .cloned()
            .collect()
    }

    /// Forgets the entries for which `unwanted` holds.
    pub fn remove(&self, unwanted: impl Fn(&T) -> bool) {
        self.inner.lock().items.retain(|(_, item)| !unwanted(item));
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        self.inner.lock().items.clear();
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
