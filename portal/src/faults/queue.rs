//! Faults that wait for a request.

use parking_lot::Mutex;
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use serde_json::{Value, json};

use super::fault::{Fault, Injection, Storm};

/// The queue of faults, and the storm if there is one.
#[derive(Default)]
pub struct Faults(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    queue: Vec<Fault>,
    storm: Option<(Storm, StdRng)>,
}

impl Faults {
    /// Adds faults to the queue, or starts a storm.
    pub fn inject(&self, value: Value) -> Result<(), String> {
        let injection = Injection::parse(value)?;
        let mut inner = self.0.lock();
        match injection {
            Injection::Faults(faults) => inner.queue.extend(faults),
            Injection::Storm(storm) => {
                let random = StdRng::seed_from_u64(storm.seed);
                inner.storm = Some((storm, random));
            }
        }
        Ok(())
    }

    /// The fault for a request, or for a command of a batch: the first that applies in the queue,
    /// else one by chance from the storm.
    pub fn take(&self, method: &str, application: Option<&str>, in_batch: bool) -> Option<Fault> {
        let mut inner = self.0.lock();
        let applies = |fault: &Fault| fault.matches.applies(method, application, in_batch);
        let from_queue = take_queued(&mut inner.queue, applies);
        from_queue.or_else(|| {
            let (storm, random) = inner.storm.as_mut()?;
            take_from_storm(storm, random, applies)
        })
    }

    /// The queued faults and the storm, as `/control/faults` shows them.
    pub fn to_json(&self) -> Value {
        let inner = self.0.lock();
        json!({"queue": inner.queue, "storm": inner.storm.as_ref().map(|(storm, _)| storm)})
    }

    /// Empties the queue and ends the storm.
    pub fn clear(&self) {
        *self.0.lock() = Inner::default();
    }
}

fn take_queued(queue: &mut Vec<Fault>, applies: impl Fn(&Fault) -> bool) -> Option<Fault> {
    let fault = queue
        .iter_mut()
        .find(|fault| fault.times != Some(0) && applies(fault))?;
    fault.times = fault.times.map(|times| times - 1);
    let fault = fault.clone();
    queue.retain(|fault| fault.times != Some(0));
    Some(fault)
}

fn take_from_storm(
    storm: &Storm,
    random: &mut StdRng,
    applies: impl Fn(&Fault) -> bool,
) -> Option<Fault> {
    let candidates: Vec<&Fault> = storm.faults.iter().filter(|fault| applies(fault)).collect();
    if candidates.is_empty() || random.random::<f64>() >= storm.rate {
        return None;
    }
    candidates
        .get(random.random_range(0..candidates.len()))
        .map(|fault| (*fault).clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(faults: &Faults, method: &str) -> Option<String> {
        faults
            .take(method, Some("app"), false)
            .map(|fault| fault.kind)
    }

    #[test]
    fn the_queue_goes_in_order_and_ends() -> Result<(), String> {
        let faults = Faults::default();
        faults.inject(json!([
            {"fault": "empty", "match": {"method": "event.bind"}, "times": 2},
            {"fault": "drop", "match": {"application": "webhook.1"}},
            {"fault": "expired_token", "match": {"method": "profile"}, "times": null},
        ]))?;
        assert_eq!(taken(&faults, "event.get"), None);
        assert_eq!(taken(&faults, "EVENT.BIND").as_deref(), Some("empty"));
        assert_eq!(taken(&faults, "event.bind").as_deref(), Some("empty"));
        assert_eq!(taken(&faults, "event.bind"), None);
        for _ in 0..9 {
            assert_eq!(taken(&faults, "profile").as_deref(), Some("expired_token"));
        }
        Ok(())
    }

    #[test]
    fn a_storm_repeats_itself() -> Result<(), String> {
        let run = || {
            let faults = Faults::default();
            faults.inject(
                json!({"seed": 7, "rate": 0.5, "faults": [{"fault": "empty"}, {"fault": "html"}]}),
            )?;
            Ok::<_, String>(
                (0..100)
                    .map(|_| taken(&faults, "event.bind"))
                    .collect::<Vec<_>>(),
            )
        };
        let first = run()?;
        let hit = first.iter().flatten().count();
        assert!((30..70).contains(&hit), "{hit} of 100");
        assert_eq!(first, run()?);
        Ok(())
    }

    #[test]
    fn nonsense_is_refused_by_name() {
        for (injection, words) in [
            (json!([{"fault": "nope"}]), "there is no fault `nope`"),
            (
                json!([{"fault": "html", "status": 99}]),
                "`99` is no status",
            ),
            (
                json!({"seed": 1, "rate": 1.5, "faults": []}),
                "`1.5` is no rate; give a number from 0 to 1",
            ),
            (
                json!([{"fault": "delay", "ms": u64::MAX}]),
                "give `3600000` at most",
            ),
            (
                json!([{"fault": "html", "colour": 1}]),
                "unknown field `colour`",
            ),
            (
                json!([{"fault": "drop", "match": {"batch": true}}]),
                "`drop` cannot happen",
            ),
        ] {
            let error = Faults::default()
                .inject(injection.clone())
                .err()
                .unwrap_or_default();
            assert!(error.contains(words), "{injection}: {error}");
        }
    }
}
