//! All calls that have not ended, indexed by what the scheduler asks for.

use super::call::{Call, PendingCall, State};
use super::timeline::{Ids, Orders, Timeline};

/// The calls of one portal. Ids grow in the order in which the calls were accepted.
pub(super) struct CallQueue<W> {
    /// Sorted by id.
    calls: Vec<(u32, Box<PendingCall<W>>)>,
    /// The first call of each order may be sent, the others wait for it.
    orders: Orders,
    /// Calls in [`State::Ready`], for each credential.
    ready: Vec<Ids>,
    /// Those of them that became ready since [`CallQueue::mark_bucket_full`].
    newly_ready: Ids,
    /// Calls in [`State::Paused`].
    paused: Timeline,
    deadlines: Timeline,
}

impl<W> Default for CallQueue<W> {
    fn default() -> Self {
        Self {
            calls: Vec::new(),
            orders: Orders::default(),
            ready: Vec::new(),
            newly_ready: Ids::default(),
            paused: Timeline::default(),
            deadlines: Timeline::default(),
        }
    }
}

impl<W> CallQueue<W> {
    /// Makes room for the calls of one more credential.
    pub fn add_credential(&mut self) {
        self.ready.push(Ids::default());
    }

    /// Adds a call.
    pub fn insert(&mut self, id: u32, call: Call, waiter: W, now: f64) {
        let order = order_of(&call);
        let pending = PendingCall::new(call, waiter, now);
        self.deadlines.insert(pending.deadline, id);
        self.calls.push((id, Box::new(pending)));
        let is_first = order.is_none_or(|order| self.orders.insert(order, id));
        if is_first {
            self.set_state(id, State::Ready);
        }
    }

    /// Removes a call, and lets the next one of its order be sent.
    pub fn remove(&mut self, id: u32) -> Option<PendingCall<W>> {
        self.set_state(id, State::Blocked);
        let index = self.position(id)?;
        let (_, pending) = self.calls.remove(index);
        self.deadlines.remove(pending.deadline, id);
        if let Some(order) = order_of(&pending.call)
            && let Some(next) = self.orders.remove(&order, id)
        {
            self.set_state(next, State::Ready);
        }
        Some(*pending)
    }

    /// Puts a call into another state.
    pub fn set_state(&mut self, id: u32, state: State) {
        let Some(pending) = self.get_mut(id) else {
            return;
        };
        let credential = pending.call.credential;
        match std::mem::replace(&mut pending.state, state) {
            State::Ready => {
                self.newly_ready.remove(id);
                if let Some(ready) = self.ready.get_mut(credential) {
                    ready.remove(id);
                }
            }
            State::Paused(time) => self.paused.remove(time, id),
            State::Blocked | State::Sent(_) => {}
        }
        match state {
            State::Ready => {
                self.newly_ready.insert(id);
                if let Some(ready) = self.ready.get_mut(credential) {
                    ready.insert(id);
                }
            }
            State::Paused(time) => self.paused.insert(time, id),
            State::Blocked | State::Sent(_) => {}
        }
    }

    /// Makes calls ready whose pause is over.
    pub fn end_pauses(&mut self, now: f64) {
        while let Some(id) = self.paused.due(now) {
            self.set_state(id, State::Ready);
        }
    }

    /// Notes that all ready calls found the bucket full.
    pub fn mark_bucket_full(&mut self) {
        for id in std::mem::take(&mut self.newly_ready).as_slice() {
            if let Some(pending) = self.get_mut(*id) {
                pending.found_bucket_full = true;
            }
        }
    }

    pub fn get(&self, id: u32) -> Option<&PendingCall<W>> {
        let (_, pending) = self.calls.get(self.position(id)?)?;
        Some(pending)
    }

    pub fn get_mut(&mut self, id: u32) -> Option<&mut PendingCall<W>> {
        let index = self.position(id)?;
        let (_, pending) = self.calls.get_mut(index)?;
        Some(pending)
    }

    fn position(&self, id: u32) -> Option<usize> {
        self.calls.binary_search_by_key(&id, |(id, _)| *id).ok()
    }

    /// The calls of a credential that are ready, in their order.
    pub fn ready(&self, credential: usize) -> &[u32] {
        self.ready.get(credential).map_or(&[], Ids::as_slice)
    }

    /// The first call of a credential that is ready.
    pub fn first_ready(&self, credential: usize) -> Option<u32> {
        self.ready.get(credential)?.first()
    }

    /// The ids of the calls that fit.
    pub fn ids(&self, fits: impl Fn(&PendingCall<W>) -> bool) -> Vec<u32> {
        let fitting = self.calls.iter().filter(|(_, pending)| fits(pending));
        fitting.map(|(id, _)| *id).collect()
    }

    /// A call whose time is over.
    pub fn late(&self, now: f64) -> Option<u32> {
        self.deadlines.due(now)
    }

    /// When the first deadline is, and when the first pause is over.
    pub fn next_times(&self) -> (Option<f64>, Option<f64>) {
        (self.deadlines.first(), self.paused.first())
    }
}

/// The key of a call's order; `None` if it has none.
fn order_of(call: &Call) -> Option<String> {
    (!call.order.is_empty()).then(|| format!("{} {}", call.credential, call.order))
}
