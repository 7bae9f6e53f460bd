//! `ONOFFLINEEVENT`: says that a queue has new rows (contract §9.4).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::php;
use crate::store::handlers::Handler;

/// Seconds between two notifications of a handler that asks for nothing else.
const MIN_TIMEOUT: i64 = 1;

/// When each handler was last notified.
#[derive(Default)]
pub struct Notified(Mutex<HashMap<i64, Instant>>);

impl Notified {
    /// Whether the handler may be notified now; if so, this is noted.
    pub fn due(&self, handler: &Handler, now: Instant) -> bool {
        let seconds = handler
            .options
            .get("minTimeout")
            .map_or(MIN_TIMEOUT, php::intval);
        let pause = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        let mut last = self.0.lock();
        let due = last
            .get(&handler.id)
            .is_none_or(|last| now.saturating_duration_since(*last) >= pause);
        if due {
            last.insert(handler.id, now);
        }
        due
    }

    /// Nobody was ever notified.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn handler(id: i64, options: serde_json::Value) -> Handler {
        Handler {
            id,
            application: "app".to_owned(),
            event: "ONOFFLINEEVENT".to_owned(),
            handler: "http://127.0.0.1/".to_owned(),
            user: 0,
            offline: false,
            connector: String::new(),
            options,
        }
    }

    #[test]
    fn a_handler_is_notified_once_per_timeout() {
        let (notified, start) = (Notified::default(), Instant::now());
        let at = |handler: &Handler, ms| notified.due(handler, start + Duration::from_millis(ms));
        let (usual, patient, eager) = (
            handler(1, json!({})),
            handler(2, json!({"minTimeout": 5})),
            handler(3, json!({"minTimeout": 0})),
        );
        assert_eq!(
            [at(&usual, 0), at(&usual, 900), at(&usual, 1000)],
            [true, false, true]
        );
        assert_eq!(
            [at(&patient, 0), at(&patient, 4000), at(&patient, 5000)],
            [true, false, true]
        );
        assert_eq!([at(&eager, 0), at(&eager, 0)], [true, true]);
    }
}
