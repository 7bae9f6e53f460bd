//! Any sequence of inputs: every call that was taken in is finished exactly once, and on the way
//! no rule is broken.

use std::collections::{BTreeMap, BTreeSet};

use bx24_protocol::calls::credential::Token;
use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::error::Error;
use proptest::prelude::*;

use crate::cases::{aborted, frame, named, oauth, refused, webhook};
use crate::sim::{Answer, START, Sent, Sim};

const METHODS: [&str; 4] = ["event.bind", "event.unbind", "event.get", "crm.lead.add"];
const CREDENTIALS: usize = 3;

#[derive(Clone, Debug)]
enum Input {
    Submit(Submitted),
    /// Answers one of the requests that are out: which, and how each of its commands ends.
    Answer(usize, usize, Vec<usize>),
    Token(usize, Option<f64>),
    NoToken(usize),
    Refresh(usize),
    Prepare(usize),
    Pass(f64),
    Abort(usize),
    AbortOwner(u32),
    AbortAll,
    Configure(f64, bool),
}

#[derive(Clone, Debug)]
struct Submitted {
    method: usize,
    order: usize,
    credential: usize,
    connector: bool,
    timeout: f64,
    retries: u32,
    owner: u32,
}

fn submitted() -> impl Strategy<Value = Input> {
    let what = (
        0..METHODS.len(),
        0..4_usize,
        0..CREDENTIALS,
        prop::bool::weighted(0.2),
    );
    let how = (
        prop::sample::select(vec![1.0, 700.0, 5_000.0, 60_000.0]),
        0..4_u32,
        0..3_u32,
    );
    (what, how).prop_map(
        |((method, order, credential, connector), (timeout, retries, owner))| {
            Input::Submit(Submitted {
                method,
                order,
                credential,
                connector,
                timeout,
                retries,
                owner,
            })
        },
    )
}

fn input() -> impl Strategy<Value = Input> {
    let outcomes = answers().len();
    let credential = 0..CREDENTIALS;
    prop_oneof![
        12 => submitted(),
        12 => (any::<usize>(), 0..outcomes, prop::collection::vec(0..outcomes, 0..5))
            .prop_map(|(request, outer, items)| Input::Answer(request, outer, items)),
        3 => (credential.clone(), prop::option::of(-5_000.0..5_000.0))
            .prop_map(|(credential, lives)| Input::Token(credential, lives)),
        1 => credential.clone().prop_map(Input::NoToken),
        1 => credential.clone().prop_map(Input::Refresh),
        1 => credential.prop_map(Input::Prepare),
        8 => prop::sample::select(vec![0.0, 0.3, 20.0, 400.0, 3_000.0, 40_000.0]).prop_map(Input::Pass),
        2 => any::<usize>().prop_map(Input::Abort),
        1 => (0..3_u32).prop_map(Input::AbortOwner),
        1 => Just(Input::AbortAll),
        1 => (prop::sample::select(vec![1.0, 3.0, 50.0]), any::<bool>())
            .prop_map(|(burst, merge)| Input::Configure(burst, merge)),
    ]
}

fn answers() -> Vec<Answer> {
    let blocked = refused("OPERATION_TIME_LIMIT", "blocked", 429);
    vec![
        Answer::default(),
        Answer {
            reset_in: Some(800.0),
            ..blocked.clone()
        },
        blocked,
        crate::cases::expired(),
        crate::cases::too_many(),
        crate::cases::network(),
        crate::cases::already_bound(),
        crate::cases::busy(),
        refused("BAD_ANSWER", "", 502),
        refused("CONNECTION_ERROR", "", 401),
        refused("ERROR_EVENT_NOT_FOUND", "Event not found", 400),
    ]
}

/// What the test knows of each call, by its number.
#[derive(Default)]
struct Ledger {
    calls: BTreeMap<u32, (Submitted, f64)>,
    /// Calls that an answer left in doubt.
    doubtful: BTreeSet<u32>,
    tokens: [Option<String>; CREDENTIALS],
    seen: usize,
    count: usize,
}

impl Ledger {
    fn give(&mut self, sim: &mut Sim, input: &Input) {
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
            Input::Abort(which) if !self.calls.is_empty() => {
                let call = which % self.calls.len();
                sim.abort(u32::try_from(call).unwrap() + 1, aborted());
            }
            Input::Abort(_) => {}
            Input::AbortOwner(owner) => sim.scheduler.abort_all(*owner, &aborted()),
            Input::AbortAll => sim.scheduler.abort_everything(&aborted()),
            Input::Configure(burst, merge) => {
                let settings = Settings {
                    burst: Some(*burst),
                    merge: Some(*merge),
                    ..Settings::default()
                };
                sim.scheduler.configure(&settings);
            }
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
            order: self.order(submitted),
            idempotency: Idempotency::of(method),
            connector: submitted.connector.then(|| "one".into()),
            timeout: submitted.timeout,
            attempt_timeout: submitted.timeout / 2.0,
            retries: submitted.retries,
        });
        assert_eq!(given, number);
    }

    fn order(&self, submitted: &Submitted) -> String {
        match submitted.order {
            0 => String::new(),
            order => order.to_string(),
        }
    }

    fn answer(&mut self, sim: &mut Sim, which: usize, outer: usize, items: &[usize]) {
        let out: Vec<u32> = sim.out.iter().copied().collect();
        if out.is_empty() {
            return;
        }
        let request = out[which % out.len()];
        let sent = sim
            .sent
            .iter()
            .rfind(|sent| sent.id == request)
            .unwrap()
            .clone();
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
        let token: Token = named(&value, expires_at);
        sim.grant(credential, Ok(token));
    }

    /// Looks at the requests that went out since the last time.
    fn inspect(&mut self, sim: &Sim) {
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

    fn inspect_end(&self, sim: &Sim) {
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
        let sent = sim
            .sent
            .iter()
            .filter(|sent| sent.calls.contains(&call))
            .count();
        let hung = sim
            .retries
            .iter()
            .any(|retry| retry.call == call && retry.reason == "TIMEOUT");
        let doubtful = hung || self.doubtful.contains(&call);
        match &sim.end(call).outcome {
            Ok(success) => {
                assert!(sent > 0, "success of a call that was never sent");
                assert!(!success.already_bound || doubtful);
                assert!(!success.repeated || doubtful);
            }
            Err(error) => assert_eq!(error.method(), METHODS[submitted.method]),
        }
        let repeats = sim.retries.iter().filter(|retry| retry.call == call);
        assert!(sent <= repeats.count() + 1, "every repeat is told of");
        if submitted.method == 3 {
            assert!(
                !hung
                    && !sim
                        .retries
                        .iter()
                        .any(|r| r.call == call && r.reason == "NETWORK")
            );
        }
    }
}

fn page() -> (Sim, Ledger) {
    let mut sim = Sim::new(&Settings::default());
    sim.scheduler.add(webhook());
    sim.scheduler.add(frame());
    sim.scheduler.add(oauth("token0", Some(START + 2_000.0)));
    let mut ledger = Ledger::default();
    ledger.tokens[2] = Some("token0".into());
    (sim, ledger)
}

/// `PROPTEST_CASES` asks for more or fewer than 600.
fn cases() -> ProptestConfig {
    let mut config = ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    };
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = 600;
    }
    config
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_call_is_finished_exactly_once(
        burst in prop::sample::select(vec![1.0, 2.0, 8.0, 50.0]),
        inputs in prop::collection::vec(input(), 1..120),
    ) {
        let (mut sim, mut ledger) = page();
        sim.scheduler.configure(&Settings { burst: Some(burst), ..Settings::default() });
        for input in &inputs {
            ledger.give(&mut sim, input);
            ledger.inspect(&sim);
        }
        sim.run();
        ledger.inspect(&sim);
        ledger.inspect_end(&sim);
    }

    #[test]
    fn requests_never_outrun_the_bucket(
        burst in 1_u32..60,
        per_second in 1_u32..20,
        calls in prop::collection::vec((0..METHODS.len(), 0.0..2_000.0_f64), 1..150),
    ) {
        let (burst, per_second) = (f64::from(burst), f64::from(per_second));
        let (mut sim, _) = page();
        sim.scheduler.configure(&Settings { burst: Some(burst), per_second: Some(per_second), ..Settings::default() });
        sim.portal = Some(Box::new(|sent| {
            let items = vec![Answer::default(); sent.items];
            Some(crate::sim::Reply { after: 30.0, outer: Answer::default(), items })
        }));
        for (method, pause) in calls {
            let method = METHODS[method];
            sim.submit(Call { idempotency: Idempotency::of(method), timeout: 1e9, ..crate::cases::call(method) });
            if pause < 300.0 {
                sim.pass(pause);
            }
        }
        sim.run();
        let times: Vec<f64> = sim.sent.iter().map(|sent| sent.at).collect();
        for (first, start) in times.iter().enumerate() {
            for (last, end) in times.iter().enumerate().skip(first) {
                let allowed = burst + (end - start) * per_second / 1_000.0;
                prop_assert!((last - first + 1) as f64 <= allowed + 1e-3, "{} requests in {} ms", last - first + 1, end - start);
            }
        }
        prop_assert!(sim.ends.values().all(|end| end.outcome.is_ok()));
    }
}
