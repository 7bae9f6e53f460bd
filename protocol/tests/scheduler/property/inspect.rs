//! The rules that hold whatever came.

use super::input::{METHODS, Submitted};
use super::ledger::Ledger;
use crate::sim::{Sent, Sim};

impl Ledger {
    /// Looks at the requests that went out since the last time.
    pub fn inspect(&mut self, sim: &Sim) {
        for sent in &sim.sent[self.seen..] {
            self.inspect_shape(sent);
            self.inspect_order(sim, sent);
        }
        self.seen = sim.sent.len();
    }

    fn inspect_shape(&self, sent: &Sent) {
        let all: Vec<&Submitted> = sent.calls.iter().map(|call| &self.calls[call].0).collect();
        let first = all[0];
        let token = self.tokens[first.credential].as_deref().unwrap_or_default();
        assert_eq!(sent.token(), token, "carries the latest token");
        if sent.items == 0 {
            assert_eq!((all.len(), sent.method()), (1, METHODS[first.method]));
            return;
        }
        assert!((2..=50).contains(&all.len()) && all.len() == sent.items);
        assert_eq!(sent.body.contains("&auth_connector=one"), first.connector);
        for call in all {
            assert!(call.method < 2, "only binds and unbinds go together");
            assert_eq!(
                (call.credential, call.connector),
                (first.credential, first.connector)
            );
        }
    }

    fn inspect_order(&self, sim: &Sim, sent: &Sent) {
        for call in &sent.calls {
            let mine = &self.calls[call].0;
            let same = |other: &Submitted| {
                mine.order > 0 && other.order == mine.order && other.credential == mine.credential
            };
            for (earlier, _) in self
                .calls
                .range(..call)
                .filter(|(_, (other, _))| same(other))
            {
                let over = sim.ends.get(earlier).is_some_and(|end| end.at <= sent.at);
                assert!(over, "{call} goes out before {earlier} is over");
            }
        }
    }

    pub fn inspect_end(&self, sim: &Sim) {
        assert_eq!(sim.ends.len(), self.calls.len(), "every call is finished");
        assert!(sim.out.is_empty(), "requests are left: {:?}", sim.out);
        for (call, end) in &sim.ends {
            let (submitted, at) = &self.calls[call];
            assert!(
                end.at <= at + submitted.timeout + 1.0,
                "{call} ends after its time limit"
            );
            self.inspect_outcome(sim, *call);
        }
    }

    fn inspect_outcome(&self, sim: &Sim, call: u32) {
        let (submitted, _) = &self.calls[&call];
        let carries = |sent: &&Sent| sent.calls.contains(&call);
        let sent = sim.sent.iter().filter(carries).count();
        let repeats: Vec<&str> = sim
            .retries
            .iter()
            .filter(|retry| retry.call == call)
            .map(|retry| &*retry.reason)
            .collect();
        let hung = repeats.contains(&"TIMEOUT");
        let doubtful = hung || self.doubtful.contains(&call);
        match &sim.end(call).outcome {
            Ok(success) => {
                assert!(sent > 0, "success of a call that was never sent");
                assert!(!success.already_bound || doubtful);
                assert!(!success.repeated || doubtful);
            }
            Err(error) => assert_eq!(error.method(), METHODS[submitted.method]),
        }
        assert!(sent <= repeats.len() + 1, "every repeat is told of");
        if submitted.method == 3 {
            assert!(!hung && !repeats.contains(&"NETWORK"), "{repeats:?}");
        }
    }
}
