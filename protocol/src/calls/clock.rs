//! The time, as the owner of the scheduler tells it.

/// One moment on two clocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Milliseconds of a clock that is never set back; deadlines and waits go by it.
    pub monotonic: f64,
    /// Milliseconds since 1970; only the end of a token goes by it.
    pub wall: f64,
}
