//! A page without a browser: does what the scheduler says, on a clock that the test moves.

mod act;
mod seen;

use std::collections::{BTreeMap, BTreeSet};

use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::credential::Token;
use bx24_protocol::calls::scheduler::{Call, Scheduler};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;

pub use seen::{Answer, End, Reply, Retry, Sent};

/// A time of today: small numbers would hide what the precision of real ones does.
pub const START: f64 = 1_764_000_000_000.0;

/// More actions than this at one moment are a loop without end.
const MOST_ACTIONS: usize = 10_000;

pub type Portal = Box<dyn FnMut(&Sent) -> Option<Reply>>;

pub type Granter = Box<dyn FnMut(usize, bool) -> Option<(f64, Result<Token, Error>)>>;

/// Calls are named by numbers from 1, in the order in which they were taken in; each one's body
/// carries its own as `call=N.`.
pub struct Sim {
    pub scheduler: Scheduler<u32, usize>,
    pub now: f64,
    /// Answers requests; without it the test does.
    pub portal: Option<Portal>,
    /// Answers requests for tokens; without it the test does.
    pub granter: Option<Granter>,
    pub sent: Vec<Sent>,
    /// Requests that nobody answered or cancelled yet.
    pub out: BTreeSet<u32>,
    pub cancelled: Vec<u32>,
    /// Requests for a token: when, whose, and whether it was for a new one.
    pub asked: Vec<(f64, usize, bool)>,
    /// What became of them: whose, and the error's code.
    pub granted: Vec<(usize, String)>,
    pub retries: Vec<Retry>,
    pub ends: BTreeMap<u32, End>,
    numbers: BTreeMap<u32, u32>,
    ids: Vec<u32>,
    replies: Vec<(f64, u32, Reply)>,
    grants: Vec<(f64, usize, Result<Token, Error>)>,
}

impl Sim {
    pub fn new(settings: &Settings) -> Self {
        Self {
            scheduler: Scheduler::new(settings),
            now: START,
            portal: None,
            granter: None,
            sent: Vec::new(),
            out: BTreeSet::new(),
            cancelled: Vec::new(),
            asked: Vec::new(),
            granted: Vec::new(),
            retries: Vec::new(),
            ends: BTreeMap::new(),
            numbers: BTreeMap::new(),
            ids: Vec::new(),
            replies: Vec::new(),
            grants: Vec::new(),
        }
    }

    /// Now, on both clocks.
    pub fn moment(&self) -> Now {
        Now {
            monotonic: self.now,
            wall: self.now,
        }
    }

    pub fn submit(&mut self, mut call: Call) -> u32 {
        let number = u32::try_from(self.ids.len()).unwrap() + 1;
        call.body.push_str(&format!("&call={number}."));
        let id = self.scheduler.submit(call, number, self.moment());
        self.ids.push(id);
        self.numbers.insert(id, number);
        self.settle();
        number
    }

    pub fn abort(&mut self, call: u32, error: Error) {
        let id = self.ids[call as usize - 1];
        self.scheduler.abort(id, error);
        self.settle();
    }

    pub fn answer(&mut self, request: u32, outer: &Answer, items: &[Answer]) {
        self.out.remove(&request);
        let calls = self.sent.iter().find(|sent| sent.id == request);
        let all = vec![outer.clone(); calls.map_or(1, |sent| sent.calls.len())];
        let mut answers = if items.is_empty() {
            vec![outer.clone()]
        } else {
            all
        };
        for (place, answer) in answers.iter_mut().enumerate() {
            if let Some(item) = items.get(place) {
                *answer = item.clone();
            }
            let heard = answer.error.as_ref().is_none_or(|error| error.status() > 0);
            answer.body = heard.then_some(place);
        }
        self.scheduler
            .answered(request, answers, self.moment(), 0.5);
        self.settle();
    }

    pub fn grant(&mut self, credential: usize, token: Result<Token, Error>) {
        self.scheduler.authorized(credential, token);
        self.settle();
    }

    /// Goes on until nothing is left to do.
    pub fn run(&mut self) {
        self.run_until(f64::INFINITY);
    }

    pub fn run_until(&mut self, end: f64) {
        for _ in 0..MOST_ACTIONS {
            let Some(next) = self.next_moment().filter(|next| *next <= end) else {
                if end.is_finite() {
                    self.now = end;
                    self.settle();
                }
                return;
            };
            self.now = next;
            self.deliver();
            self.settle();
        }
        panic!("there is no end of it at {}", self.now - START);
    }

    pub fn pass(&mut self, ms: f64) {
        self.run_until(self.now + ms);
    }

    fn next_moment(&mut self) -> Option<f64> {
        // a browser's timer is set a millisecond late, so that it does not fire too early
        let now = self.moment();
        let wake = self
            .scheduler
            .wake_at(now)
            .map(|time| time.max(self.now) + 1.0);
        let replies = self.replies.iter().map(|reply| reply.0);
        let grants = self.grants.iter().map(|grant| grant.0);
        let first = wake
            .into_iter()
            .chain(replies)
            .chain(grants)
            .fold(f64::INFINITY, f64::min);
        first.is_finite().then_some(first)
    }

    fn deliver(&mut self) {
        let now = self.now;
        let (due, later) = self.replies.drain(..).partition(|reply| reply.0 <= now);
        self.replies = later;
        let due: Vec<(f64, u32, Reply)> = due;
        for (_, request, reply) in due {
            if self.out.contains(&request) {
                self.answer(request, &reply.outer, &reply.items);
            }
        }
        let (due, later) = self.grants.drain(..).partition(|grant| grant.0 <= now);
        self.grants = later;
        let due: Vec<(f64, usize, Result<Token, Error>)> = due;
        for (_, credential, token) in due {
            self.grant(credential, token);
        }
    }
}
