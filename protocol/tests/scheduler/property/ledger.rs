//! What a test knows of the calls that it made, and gives to the scheduler.

use std::collections::{BTreeMap, BTreeSet};

use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;

use super::input::{CREDENTIALS, Input, METHODS, Submitted, answers};
use crate::cases::{aborted, named};
use crate::sim::{Answer, Sent, Sim};

#[derive(Default)]
pub struct Ledger {
    /// Each call by its number, and when it was made.
    pub calls: BTreeMap<u32, (Submitted, f64)>,
    /// Calls that an answer left in doubt.
    pub doubtful: BTreeSet<u32>,
    /// The latest token of each credential.
    pub tokens: [Option<String>; CREDENTIALS],
    /// How many requests were inspected.
    pub seen: usize,
    /// How many tokens were granted.
    count: usize,
}

impl Ledger {
    pub fn give(&mut self, sim: &mut Sim, input: &Input) {
        match input {
            Input::Submit(submitted) => self.submit(sim, submitted),
            Input::Answer(which, outer, items) => self.answer(sim, *which, *outer, items),
            Input::Token(credential, lives) => {
                self.grant(sim, *credential, lives.map(|ms| sim.now + ms))
            }
            Input::NoToken(credential) => {
                sim.grant(*credential, Err(Error::new("REFRESH_FAILED", "no")))
            }
            Input::Refresh(credential) => sim.scheduler.refresh(*credential, sim.moment()),
            Input::Prepare(credential) => sim.scheduler.prepare(*credential, sim.moment()),
            Input::Pass(ms) => sim.pass(*ms),
            Input::Abort(which) => self.abort(sim, *which),
            Input::AbortOwner(owner) => sim.scheduler.abort_all(*owner, &aborted()),
            Input::AbortAll => sim.scheduler.abort_everything(&aborted()),
            Input::Configure(burst, merge) => sim.scheduler.configure(&Settings {
                burst: Some(*burst),
                merge: Some(*merge),
                ..Settings::default()
            }),
        }
        sim.settle();
    }

    fn submit(&mut self, sim: &mut Sim, submitted: &Submitted) {
        let method = METHODS[submitted.method];
        // known before the call goes out, which it may do at once
        let number = u32::try_from(self.calls.len()).unwrap() + 1;
        self.calls.insert(number, (submitted.clone(), sim.now));
        let given = sim.submit(Call {
            owner: submitted.owner,
            credential: submitted.credential,
            method: method.into(),
            body: String::new(),
            order: order(submitted),
            idempotency: Idempotency::of(method),
            connector: submitted.connector.then(|| "one".into()),
            timeout: submitted.timeout,
            attempt_timeout: submitted.timeout / 2.0,
            retries: submitted.retries,
        });
        assert_eq!(given, number);
    }

    fn abort(&self, sim: &mut Sim, which: usize) {
        if let Some(call) = which.checked_rem(self.calls.len()) {
            sim.abort(u32::try_from(call).unwrap() + 1, aborted());
        }
    }

    fn answer(&mut self, sim: &mut Sim, which: usize, outer: usize, items: &[usize]) {
        let out: Vec<u32> = sim.out.iter().copied().collect();
        let Some(place) = which.checked_rem(out.len()) else {
            return;
        };
        let request = out[place];
        let is_it = |sent: &&Sent| sent.id == request;
        let sent = sim.sent.iter().rfind(is_it).unwrap().clone();
        let all = answers();
        let mut each = Vec::new();
        if sent.items > 0 && !items.is_empty() {
            each.extend((0..sent.items).map(|place| all[items[place % items.len()]].clone()));
        }
        let outer = if each.is_empty() {
            all[outer].clone()
        } else {
            Answer::default()
        };
        for (place, call) in sent.calls.iter().enumerate() {
            self.doubt(*call, each.get(place).unwrap_or(&outer));
        }
        sim.answer(request, &outer, &each);
    }

    fn doubt(&mut self, call: u32, answer: &Answer) {
        let lost = |error: &Error| ["NETWORK", "BAD_ANSWER"].contains(&error.code());
        if answer.error.as_ref().is_some_and(lost) {
            self.doubtful.insert(call);
        }
    }

    fn grant(&mut self, sim: &mut Sim, credential: usize, expires_at: Option<f64>) {
        if credential == 0 {
            return; // a webhook has no token
        }
        self.count += 1;
        let value = format!("token{}", self.count);
        self.tokens[credential] = Some(value.clone());
        sim.grant(credential, Ok(named(&value, expires_at)));
    }
}

fn order(submitted: &Submitted) -> String {
    match submitted.order {
        0 => String::new(),
        order => order.to_string(),
    }
}
