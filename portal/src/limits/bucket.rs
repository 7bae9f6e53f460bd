//! The intensity limit: a leaky bucket per source (contract §2.3).

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Instant;

use parking_lot::Mutex;
use serde::{Deserialize, Serialize};

/// The switch `bucket`: how much goes in, and how fast it drains.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BucketLimit {
    /// A source whose counter is above this is refused.
    pub limit: f64,
    /// How much the counter falls per second.
    pub per_second: f64,
}

/// The counters of all sources.
#[derive(Default)]
pub struct Buckets(Mutex<HashMap<IpAddr, Bucket>>);

struct Bucket {
    level: f64,
    since: Instant,
}

impl Buckets {
    /// Counts one request. `false`: it is refused and not counted.
    pub fn admit(&self, source: IpAddr, limit: BucketLimit, now: Instant) -> bool {
        let mut buckets = self.0.lock();
        let bucket = buckets.entry(source).or_insert(Bucket {
            level: 0.0,
            since: now,
        });
        let drained = now.saturating_duration_since(bucket.since).as_secs_f64() * limit.per_second;
        *bucket = Bucket {
            level: (bucket.level - drained).max(0.0),
            since: now,
        };
        let admitted = bucket.level <= limit.limit;
        if admitted {
            bucket.level += 1.0;
        }
        admitted
    }

    /// Sets all counters to 0.
    pub fn clear(&self) {
        self.0.lock().clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::Ipv4Addr;
    use std::time::Duration;

    #[test]
    fn refuses_above_the_limit_and_drains() {
        let (buckets, start) = (Buckets::default(), Instant::now());
        let limit = BucketLimit {
            limit: 50.0,
            per_second: 2.0,
        };
        let admit = |source: u8, after: u64| {
            let source = IpAddr::V4(Ipv4Addr::new(127, 0, 0, source));
            buckets.admit(source, limit, start + Duration::from_millis(after))
        };
        assert_eq!((0..60).filter(|_| admit(1, 0)).count(), 51);
        assert!(admit(2, 0), "another source has a bucket of its own");
        assert!(!admit(1, 400));
        assert_eq!((0..60).filter(|_| admit(1, 10_000)).count(), 20);
    }
}
