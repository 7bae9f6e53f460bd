//! A page without a browser: does what the scheduler says, on a clock that the test moves.

use std::collections::{BTreeMap, BTreeSet};

use bx24_protocol::calls::clock::Now;
use bx24_protocol::calls::credential::Token;
use bx24_protocol::calls::scheduler::{self, Call, Scheduler, Success};
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;
use bx24_protocol::wire::answer;

/// A time of today: small numbers would hide what the precision of real ones does.
pub const START: f64 = 1_764_000_000_000.0;
/// More actions than this at one moment are a loop without end.
const MOST_ACTIONS: usize = 10_000;

/// A request that went out.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: u32,
    pub at: f64,
    pub url: String,
    pub body: String,
    pub items: usize,
    /// The calls in it.
    pub calls: Vec<u32>,
}

impl Sent {
    pub fn method(&self) -> &str {
        let name = self.url.rsplit('/').next().unwrap();
        name.strip_suffix(".json").unwrap()
    }

    /// The token that it carries.
    pub fn token(&self) -> &str {
        let rest = self.body.strip_prefix("auth=");
        rest.map_or("", |rest| rest.split('&').next().unwrap())
    }
}

/// An answer; its body is its place in the batch, nothing where there was no HTTP answer.
pub type Answer = answer::Answer<usize>;
type Action = scheduler::Action<u32, usize>;

/// What comes back for a request.
pub struct Reply {
    pub after: f64,
    pub outer: Answer,
    pub items: Vec<Answer>,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct End {
    pub at: f64,
    pub outcome: Result<Success, Error>,
    pub item: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Retry {
    pub call: u32,
    pub attempt: u32,
    pub reason: String,
    pub wait: f64,
}

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

    /// Does all that is to be done now.
    pub fn settle(&mut self) {
        for _ in 0..MOST_ACTIONS {
            match self.scheduler.next(self.moment()) {
                Some(action) => self.act(action),
                None => return,
            }
        }
        panic!(
            "the scheduler does not come to rest at {}",
            self.now - START
        );
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

    pub fn end(&self, call: u32) -> &End {
        self.ends
            .get(&call)
            .unwrap_or_else(|| panic!("call {call} is not over"))
    }

    /// The code of the error that a call ended with; `ok` without one.
    pub fn code(&self, call: u32) -> &str {
        match &self.end(call).outcome {
            Ok(_) => "ok",
            Err(error) => error.code(),
        }
    }

    pub fn success(&self, call: u32) -> Success {
        self.end(call).outcome.clone().unwrap()
    }

    pub fn error(&self, call: u32) -> Error {
        self.end(call).outcome.clone().unwrap_err()
    }

    /// The calls in each request, in the order in which they went out.
    pub fn calls_sent(&self) -> Vec<Vec<u32>> {
        self.sent.iter().map(|sent| sent.calls.clone()).collect()
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

    fn act(&mut self, action: Action) {
        match action {
            Action::Authorize(credential) => self.ask(credential, false),
            Action::Refresh(credential) => self.ask(credential, true),
            Action::Authorized(credential, error) => {
                let code = error.map_or(String::from("ok"), |error| error.code().to_owned());
                self.granted.push((credential, code));
            }
            Action::Send {
                request,
                url,
                body,
                items,
            } => self.send(request, url, body, items),
            Action::Cancel(request) => {
                assert!(
                    self.out.remove(&request),
                    "cancels a request that is not out"
                );
                self.cancelled.push(request);
            }
            Action::Retry {
                call,
                attempt,
                reason,
                wait,
            } => {
                let call = self.numbers[&call];
                self.retries.push(Retry {
                    call,
                    attempt,
                    reason,
                    wait,
                });
            }
            Action::Finish {
                waiter, outcome, ..
            } => {
                let end = End {
                    at: self.now,
                    outcome: outcome.result,
                    item: outcome.body,
                };
                let before = self.ends.insert(waiter, end);
                assert!(
                    before.is_none(),
                    "call {waiter} is finished a second time, after {before:?}"
                );
            }
        }
    }

    fn ask(&mut self, credential: usize, renew: bool) {
        self.asked.push((self.now, credential, renew));
        let granted = self
            .granter
            .as_mut()
            .and_then(|granter| granter(credential, renew));
        if let Some((after, token)) = granted {
            self.grants.push((self.now + after, credential, token));
        }
    }

    fn send(&mut self, id: u32, url: String, body: String, items: usize) {
        let calls = calls_in(&body);
        let sent = Sent {
            id,
            at: self.now,
            url,
            body,
            items,
            calls,
        };
        assert!(self.out.insert(id), "a request's number is used twice");
        if let Some(reply) = self.portal.as_mut().and_then(|portal| portal(&sent)) {
            self.replies.push((self.now + reply.after, id, reply));
        }
        self.sent.push(sent);
    }
}

fn calls_in(body: &str) -> Vec<u32> {
    let plain = body.replace("%3D", "=");
    let numbers = plain.split("call=").skip(1);
    numbers
        .map(|rest| rest.split('.').next().unwrap().parse().unwrap())
        .collect()
}
