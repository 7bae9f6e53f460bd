//! The open connections: how long their clients may take, and a limit of their number, which those that
//! wait for a client give way to.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use parking_lot::Mutex;
use tokio_util::sync::CancellationToken;

use crate::config::TimeLimits;

/// At most so many at once: a process has 1,024 file descriptors by default, and deliveries need some.
const MOST: usize = 512;

/// All open connections.
#[derive(Clone)]
pub struct Connections {
    limits: TimeLimits,
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    last_id: u64,
    open: HashMap<u64, Open>,
}

struct Open {
    /// Since when it has waited for bytes of its client; `None`: a request is being answered.
    waiting: Option<Instant>,
    dropped: CancellationToken,
}

impl Connections {
    /// None yet.
    pub fn new(limits: TimeLimits) -> Self {
        Self {
            limits,
            inner: Arc::default(),
        }
    }

    /// Adds a connection. If there are too many, the one that has waited longest for its client is
    /// dropped. `None`: all of them are busy.
    pub fn open(&self) -> Option<Connection> {
        let mut inner = self.inner.lock();
        if inner.open.len() >= MOST && !inner.drop_longest_waiting() {
            return None;
        }
        inner.last_id += 1;
        let (id, dropped) = (inner.last_id, CancellationToken::new());
        let open = Open {
            waiting: Some(Instant::now()),
            dropped: dropped.clone(),
        };
        inner.open.insert(id, open);
        Some(Connection {
            all: Arc::clone(&self.inner),
            limits: self.limits,
            id,
            may_stall: AtomicBool::new(false),
            dropped,
        })
    }
}

impl Inner {
    fn drop_longest_waiting(&mut self) -> bool {
        let waiting = |(id, open): (&u64, &Open)| open.waiting.map(|since| (since, *id));
        let longest = self.open.iter().filter_map(waiting).min();
        let open = longest.and_then(|(_, id)| self.open.remove(&id));
        if let Some(open) = &open {
            open.dropped.cancel();
        }
        open.is_some()
    }
}

/// One open connection; dropping it gives its place away.
pub struct Connection {
    all: Arc<Mutex<Inner>>,
    /// How long its client may take.
    pub limits: TimeLimits,
    id: u64,
    may_stall: AtomicBool,
    /// Cancelled when it has to give way to another.
    pub dropped: CancellationToken,
}

impl Connection {
    /// A request has arrived as a whole, or its answer is being sent.
    pub fn busy(&self) {
        self.set(None);
    }

    /// It waits for bytes of its client.
    pub fn waits(&self) {
        self.set(Some(Instant::now()));
    }

    /// Whether a request is being answered.
    pub fn is_busy(&self) -> bool {
        let inner = self.all.lock();
        let open = inner.open.get(&self.id);
        open.is_some_and(|open| open.waiting.is_none())
    }

    /// Says whether its client may leave an answer unread as long as it likes.
    pub fn set_may_stall(&self, may_stall: bool) {
        self.may_stall.store(may_stall, Ordering::Relaxed);
    }

    /// Whether its client may leave an answer unread.
    pub fn may_stall(&self) -> bool {
        self.may_stall.load(Ordering::Relaxed)
    }

    fn set(&self, waiting: Option<Instant>) {
        if let Some(open) = self.all.lock().open.get_mut(&self.id) {
            open.waiting = waiting;
        }
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.all.lock().open.remove(&self.id);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_waiting_gives_way() {
        let connections = Connections::new(TimeLimits::default());
        let all: Vec<Connection> = (0..MOST).filter_map(|_| connections.open()).collect();
        for busy in all.iter().take(2) {
            busy.busy();
        }
        let more: Vec<Connection> = (0..3).filter_map(|_| connections.open()).collect();
        assert_eq!(more.len(), 3);
        let dropped = |connection: &&Connection| connection.dropped.is_cancelled();
        let ids: Vec<u64> = all.iter().filter(dropped).map(|one| one.id).collect();
        assert_eq!(ids, [3, 4, 5]);
        for one in all.iter().chain(&more) {
            one.busy();
        }
        assert!(connections.open().is_none(), "nobody waits");
        drop(more);
        assert!(connections.open().is_some());
    }
}
