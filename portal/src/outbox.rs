//! Deliveries that wait for their turn: so many at once, one at a time for each handler.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;

use crate::running::Running;

type Job = BoxFuture<'static, ()>;

/// All deliveries that have not ended. A handler gets its own in the order in which they were added;
/// one that is slow holds up nobody else.
pub struct Outbox {
    running: Arc<Running>,
    at_once: usize,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    under_way: usize,
    /// What waits for the end of a handler's delivery; there is an entry as long as there is one.
    lines: HashMap<i64, VecDeque<Job>>,
    /// The first delivery of each handler that only waits for others to end.
    ready: VecDeque<(i64, Job)>,
}

impl Outbox {
    /// At most `at_once` deliveries are under way at any time.
    pub fn new(running: Arc<Running>, at_once: usize) -> Self {
        Self {
            running,
            at_once: at_once.max(1),
            inner: Mutex::default(),
        }
    }

    /// Adds a delivery to a handler, which begins when it is its turn.
    pub fn add(self: &Arc<Self>, handler: i64, job: Job) {
        self.inner.lock().add(handler, job);
        self.begin();
    }

    /// Begins what may begin now.
    fn begin(self: &Arc<Self>) {
        while let Some((handler, job)) = self.inner.lock().next(self.at_once) {
            let outbox = Arc::clone(self);
            self.running.spawn(async move {
                job.await;
                outbox.inner.lock().end(handler);
                outbox.begin();
            });
        }
    }
}

impl Inner {
    fn add(&mut self, handler: i64, job: Job) {
        if let Some(line) = self.lines.get_mut(&handler) {
            line.push_back(job);
        } else {
            self.lines.insert(handler, VecDeque::new());
            self.ready.push_back((handler, job));
        }
    }

    fn next(&mut self, at_once: usize) -> Option<(i64, Job)> {
        if self.under_way >= at_once {
            return None;
        }
        let next = self.ready.pop_front()?;
        self.under_way += 1;
        Some(next)
    }

    fn end(&mut self, handler: i64) {
        self.under_way -= 1;
        match self.lines.get_mut(&handler).and_then(VecDeque::pop_front) {
            Some(job) => self.ready.push_back((handler, job)),
            None => {
                self.lines.remove(&handler);
            }
        }
    }
}
