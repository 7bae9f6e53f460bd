//! A call as the dispatcher keeps it, and a request that is out.

use crate::calls::retry::Repeat;
use crate::error::Error;

/// One call, ready to be sent.
#[derive(Clone, Debug)]
pub struct Call {
    /// Whose call it is, for ending all calls of one owner.
    pub owner: u32,
    /// Which authorization it is sent with.
    pub credential: usize,
    /// The REST method.
    pub method: String,
    /// Its encoded parameters.
    pub body: String,
    /// Calls with the same credential and order run one at a time; empty: no order.
    pub order: String,
    /// How often it may be sent.
    pub repeat: Repeat,
    /// `auth_connector`; inside a batch only the outer one counts (contract §5).
    pub connector: Option<String>,
    /// Milliseconds for the whole call.
    pub timeout: f64,
    /// How often it is repeated when nobody knows whether it was executed.
    pub retries: u32,
}

/// A call that is not over.
pub(super) struct Entry<W> {
    pub id: u32,
    pub call: Call,
    pub waiter: W,
    pub deadline: f64,
    /// Calls of one group have the same credential and connector.
    pub group: u32,
    /// The earlier call that has to be over first.
    pub after: Option<u32>,
    /// The request it is out with.
    pub sent: Option<u32>,
    pub ready_at: f64,
    /// It found the bucket full, so it may go together with others.
    pub waited: bool,
    pub attempts: u32,
    pub tries: u32,
    pub repeats: u32,
    pub refreshed: bool,
    pub uncertain: bool,
    /// Why it is repeated.
    pub last: Option<Error>,
}

impl<W> Entry<W> {
    pub fn new(id: u32, call: Call, waiter: W, now: f64, others: &[Box<Self>]) -> Self {
        let after = others
            .iter()
            .rfind(|other| {
                !call.order.is_empty()
                    && other.call.order == call.order
                    && other.call.credential == call.credential
            })
            .map(|other| other.id);
        let group = others
            .iter()
            .find(|other| {
                other.call.credential == call.credential && other.call.connector == call.connector
            })
            .map_or(id, |other| other.group);
        Self {
            id,
            group,
            deadline: now + call.timeout,
            call,
            waiter,
            after,
            sent: None,
            ready_at: now,
            waited: false,
            attempts: 0,
            tries: 0,
            repeats: 0,
            refreshed: false,
            uncertain: false,
            last: None,
        }
    }

    /// Whether it may go out as soon as the bucket has room.
    pub fn ready(&self, now: f64) -> bool {
        self.sent.is_none() && self.after.is_none() && self.ready_at <= now
    }

    /// Whether it may be one command of a batch.
    pub fn mergeable(&self) -> bool {
        self.waited && matches!(self.call.repeat, Repeat::Bind | Repeat::Unbind)
    }

    /// The error of a call whose time is over.
    pub fn late(&self) -> Error {
        match &self.last {
            Some(last) if self.sent.is_none() => last.clone(),
            _ => {
                let mut error = super::timeout();
                error.retryable = self.sent.is_none() || self.call.repeat != Repeat::Once;
                error
            }
        }
    }

    /// When something is to be done for it, `bucket` being the time when a request has room.
    pub fn wake_at(&self, bucket: f64) -> f64 {
        if self.sent.is_some() || self.after.is_some() {
            self.deadline
        } else {
            self.ready_at.max(bucket).min(self.deadline)
        }
    }
}

/// A request that is out.
pub(super) struct Request {
    pub id: u32,
    pub credential: usize,
    /// The token it carries.
    pub generation: u32,
    pub calls: Vec<u32>,
    /// When it is given up.
    pub limit: f64,
}
