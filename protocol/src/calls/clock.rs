//! The time, which the scheduler is given: it has no clock.

/// The current time, by two clocks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Now {
    /// Milliseconds of a clock that is never set back: for deadlines and waits.
    pub monotonic: f64,
    /// Milliseconds since 1970: only for the end of a token.
    pub wall: f64,
}
