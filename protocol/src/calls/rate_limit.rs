//! The portal's intensity limit, counted on this side too, so that nothing is refused (contract §2.3).

/// A leaky bucket: every request adds one, time drains it.
#[derive(Clone, Debug)]
pub struct Bucket {
    burst: f64,
    per_ms: f64,
    level: f64,
    counted_at: f64,
}

impl Bucket {
    /// A bucket that takes `burst` requests at once and drains `per_ms` in a millisecond.
    #[must_use]
    pub const fn new(burst: f64, per_ms: f64) -> Self {
        Self {
            burst,
            per_ms,
            level: 0.0,
            counted_at: 0.0,
        }
    }

    /// Changes the limits; what has been counted stays, as far as it fits into the bucket.
    pub const fn set_limits(&mut self, burst: f64, per_ms: f64) {
        self.burst = burst;
        self.per_ms = per_ms;
        self.level = self.level.min(burst);
    }

    /// Milliseconds until there is room for a request; 0 if there is.
    #[must_use]
    pub fn wait(&mut self, now: f64) -> f64 {
        // a clock that was set back must not stop the bucket from draining
        let passed = (now - self.counted_at).max(0.0);
        self.level = (self.level - passed * self.per_ms).max(0.0);
        self.counted_at = now;
        ((self.level + 1.0 - self.burst) / self.per_ms).max(0.0)
    }

    /// Counts a request that is sent.
    pub fn take(&mut self) {
        self.level += 1.0;
    }

    /// Counts the bucket as full, as the portal says: other programs share it.
    pub fn fill(&mut self) {
        self.level = self.level.max(self.burst);
    }
}
