//! Any sequence of inputs: every call that was taken in is finished exactly once, and on the way
//! no rule is broken.

mod input;
mod inspect;
mod ledger;

use bx24_protocol::calls::retry::Idempotency;
use bx24_protocol::calls::scheduler::Call;
use bx24_protocol::calls::settings::Settings;
use proptest::prelude::*;

use crate::cases::{by_call, call, frame, oauth, ok, page_of, webhook};
use crate::sim::{START, Sim};
use input::{METHODS, input};
use ledger::Ledger;

fn page() -> (Sim, Ledger) {
    let mut sim = page_of(webhook());
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
        sim.portal = Some(by_call(|_| ok()));
        for (method, pause) in &calls {
            let method = METHODS[*method];
            sim.submit(Call { idempotency: Idempotency::of(method), timeout: 1e9, ..call(method) });
            if *pause < 300.0 {
                sim.pass(*pause);
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
        prop_assert_eq!(sim.ends.len(), calls.len());
        prop_assert!(sim.ends.values().all(|end| end.outcome.is_ok()));
    }
}
