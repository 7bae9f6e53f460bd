//! How often `ONOFFLINEEVENT` may be posted to a handler (contract §9.4).

use std::collections::HashMap;
use std::time::{Duration, Instant};

use parking_lot::Mutex;

use crate::php;
use crate::store::handlers::Handler;

/// Seconds between two notifications, unless the handler was bound with another `minTimeout`.
const MIN_TIMEOUT: i64 = 1;

/// When each handler was last notified.
#[derive(Default)]
pub struct Notifications(Mutex<HashMap<i64, Instant>>);

impl Notifications {
    /// Counts one notification; `false`: the handler had one too recently, so this one is not sent.
    pub fn admit(&self, handler: &Handler, now: Instant) -> bool {
        let seconds = handler
            .options
            .get("minTimeout")
            .map_or(MIN_TIMEOUT, php::intval);
        let pause = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
        let mut last = self.0.lock();
        let admitted = last
            .get(&handler.id)
            .is_none_or(|last| now.saturating_duration_since(*last) >= pause);
        if admitted {
            last.insert(handler.id, now);
        }
        admitted
    }

    /// Forgets when handlers were notified.
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
        let (notifications, start) = (Notifications::default(), Instant::now());
        let at =
            |handler: &Handler, ms| notifications.admit(handler, start + Duration::from_millis(ms));
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
