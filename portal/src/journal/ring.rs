//! A list of bounded length and size.

use std::collections::VecDeque;

use parking_lot::Mutex;

use super::weight::Weight;

/// How many entries are kept.
const KEPT: usize = 20_000;
/// How many bytes they may take. The newest entry is kept whatever it takes.
const BUDGET: usize = 64 << 20;

/// A list that numbers its entries from 1 and forgets the oldest ones.
pub struct Ring<T> {
    inner: Mutex<Inner<T>>,
}

struct Inner<T> {
    last_id: u64,
    items: VecDeque<(u64, T)>,
    weight: usize,
}

impl<T: Clone + Weight> Ring<T> {
    /// Adds the entry that `make` builds from its number. Returns a copy.
    pub fn push(&self, make: impl FnOnce(u64) -> T) -> T {
        let mut inner = self.inner.lock();
        inner.last_id += 1;
        let id = inner.last_id;
        let item = make(id);
        inner.weight += item.weight();
        inner.items.push_back((id, item.clone()));
        inner.forget_oldest();
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
        let mut inner = self.inner.lock();
        inner.items.retain(|(_, item)| !unwanted(item));
        inner.weight = inner.items.iter().map(|(_, item)| item.weight()).sum();
    }

    /// Forgets all entries.
    pub fn clear(&self) {
        let mut inner = self.inner.lock();
        inner.items.clear();
        inner.weight = 0;
    }
}

impl<T: Weight> Inner<T> {
    fn forget_oldest(&mut self) {
        while self.items.len() > KEPT || (self.weight > BUDGET && self.items.len() > 1) {
            let oldest = self.items.pop_front();
            self.weight -= oldest.map_or(0, |(_, item)| item.weight());
        }
    }
}

impl<T> Default for Ring<T> {
    fn default() -> Self {
        Self {
            inner: Mutex::new(Inner {
                last_id: 0,
                items: VecDeque::new(),
                weight: 0,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq)]
    struct Item(u64, usize);

    impl Weight for Item {
        fn weight(&self) -> usize {
            self.1
        }
    }

    #[test]
    fn the_oldest_entries_go_when_all_take_too_much() {
        let ring = Ring::default();
        for _ in 0..100 {
            ring.push(|id| Item(id, BUDGET / 10));
        }
        let ids: Vec<u64> = ring.all().iter().map(|item| item.0).collect();
        assert_eq!(ids, (91..=100).collect::<Vec<_>>());
        ring.push(|id| Item(id, BUDGET * 2));
        assert_eq!(ring.all(), [Item(101, BUDGET * 2)]);
        ring.remove(|_| true);
        ring.push(|id| Item(id, BUDGET));
        ring.push(|id| Item(id, 0));
        assert_eq!(ring.all().len(), 2);
    }

    #[test]
    fn the_oldest_entries_go_when_there_are_too_many() {
        let ring = Ring::default();
        for _ in 0..KEPT + 5 {
            ring.push(|id| Item(id, 1));
        }
        assert_eq!(ring.all().len(), KEPT);
        assert_eq!(ring.all().first(), Some(&Item(6, 1)));
    }
}
