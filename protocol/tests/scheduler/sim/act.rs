//! Does what the scheduler says.

use bx24_protocol::calls::scheduler;

use super::{End, MOST_ACTIONS, Retry, START, Sent, Sim};

type Action = scheduler::Action<u32, usize>;

impl Sim {
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
            Action::Cancel(request) => self.cancel(request),
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
                self.finish(waiter, end);
            }
        }
    }

    fn cancel(&mut self, request: u32) {
        assert!(
            self.out.remove(&request),
            "cancels a request that is not out"
        );
        self.cancelled.push(request);
    }

    fn finish(&mut self, call: u32, end: End) {
        let before = self.ends.insert(call, end);
        assert!(
            before.is_none(),
            "call {call} is finished a second time, after {before:?}"
        );
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
