//! What a call does after each outcome. This table is the whole retry policy; docs/retry.md is
//! printed from it.

use crate::error::{Error, ErrorCode};

/// What a call does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Ends and is reported.
    Report,
    /// Gets a new token, shared by all waiting calls, and is repeated once.
    Refresh,
    /// Was not executed: waits for the portal's bucket, longer each time.
    WaitForBucket,
    /// Was not executed: waits until `operating_reset_at`, else 10 s.
    WaitForOperating,
    /// Another registration of the same handler is under way: waits for it.
    WaitForOther,
    /// Was not executed: repeated after a pause.
    RetryLater,
    /// Nobody knows whether it was executed: bind, unbind and reads are repeated, others end.
    Unknown,
    /// Was not executed: the portal has another address; sent there once, if it was found.
    FollowMove,
    /// A repeat of our own found the handler bound: success.
    AlreadyBound,
}

/// One row: the portal's code (or one of ours), a part of its description, the HTTP status that
/// a single call gets with it, and what the call does.
pub struct Row {
    /// `error` of the answer.
    pub code: &'static str,
    /// A part of `error_description`; empty: any description.
    pub text: &'static str,
    /// HTTP status of a single call; 0: there is no answer.
    pub status: u16,
    /// What the call does.
    pub decision: Decision,
}

const fn row(code: &'static str, text: &'static str, status: u16, decision: Decision) -> Row {
    Row {
        code,
        text,
        status,
        decision,
    }
}

/// All outcomes that have a rule of their own (contract §2.2); the first row that fits counts.
/// Any other code ends the call, with 400 inside a batch; any other 5xx is [`Decision::Unknown`].
pub const TABLE: &[Row] = &[
    row("expired_token", "", 401, Decision::Refresh),
    row("invalid_token", "", 401, Decision::Refresh),
    row("QUERY_LIMIT_EXCEEDED", "", 503, Decision::WaitForBucket),
    row("OPERATION_TIME_LIMIT", "", 429, Decision::WaitForOperating),
    row("CONNECTION_ERROR", "", 401, Decision::RetryLater),
    row("ERROR_CORE", "already started", 400, Decision::WaitForOther),
    row("ERROR_CORE", "already binded", 400, Decision::AlreadyBound),
    row("ERROR_CORE", "SQL query error", 500, Decision::Unknown),
    row("INTERNAL_SERVER_ERROR", "", 500, Decision::Unknown),
    row("ERROR_UNEXPECTED_ANSWER", "", 500, Decision::Unknown),
    row("NETWORK", "", 0, Decision::Unknown),
    row("TIMEOUT", "", 0, Decision::Unknown),
    row("BAD_ANSWER", "", 0, Decision::Unknown),
    row("MOVED", "", 0, Decision::FollowMove),
    row("INTERNAL_WRONG_TRANSPORT", "", 500, Decision::Report),
    row("INTERNAL_WRONG_HANDLER_CLASS", "", 500, Decision::Report),
    row("OVERLOAD_LIMIT", "", 401, Decision::Report),
    row("NO_AUTH_FOUND", "", 401, Decision::Report),
    row("INVALID_CREDENTIALS", "", 401, Decision::Report),
    row("INVALID_REQUEST", "", 401, Decision::Report),
    row("insufficient_scope", "", 401, Decision::Report),
    row("user_access_error", "", 401, Decision::Report),
    row("authorization_error", "", 401, Decision::Report),
    row("APPLICATION_NOT_FOUND", "", 401, Decision::Report),
    row("METHOD_CONFIRM_WAITING", "", 401, Decision::Report),
    row("METHOD_CONFIRM_DENIED", "", 403, Decision::Report),
    row("ACCESS_DENIED", "", 403, Decision::Report),
    row("WRONG_AUTH_TYPE", "", 403, Decision::Report),
    row("WRONG_LICENSE", "", 403, Decision::Report),
    row("PORTAL_DELETED", "", 403, Decision::Report),
    row("ERROR_METHOD_NOT_FOUND", "", 404, Decision::Report),
];

/// What a call does after `error`.
#[must_use]
pub fn decide(error: &Error) -> Decision {
    match find(error.code(), error.description()) {
        Some(row) => row.decision,
        None if error.status() >= 500 => Decision::Unknown,
        None => Decision::Report,
    }
}

/// The HTTP status that a single call gets with this error, for the items of a batch.
#[must_use]
pub fn status_of(code: &str, description: &str) -> u16 {
    find(code, description).map_or(400, |row| row.status)
}

fn find(code: &str, description: &str) -> Option<&'static Row> {
    TABLE
        .iter()
        .find(|row| row.code == code && description.contains(row.text))
}

/// What a repeat of a call does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// Binds a handler: a repeat is answered "already binded".
    Bind,
    /// Unbinds a handler: a repeat counts 0.
    Unbind,
    /// A read, or anything whose repeat changes nothing more.
    Safe,
    /// A repeat may do the work a second time.
    Once,
}

impl Idempotency {
    /// Judges a method by its name.
    ///
    /// ```
    /// use bx24_protocol::calls::retry::Idempotency;
    /// assert_eq!(Idempotency::of("crm.deal.get"), Idempotency::Safe);
    /// assert_eq!(Idempotency::of("crm.deal.add"), Idempotency::Once);
    /// ```
    #[must_use]
    pub fn of(method: &str) -> Self {
        const READS: [&str; 7] = [
            "events",
            "profile",
            "app.info",
            "scope",
            "server.time",
            "methods",
            "user.current",
        ];
        const READ_ENDS: [&str; 3] = [".get", ".list", ".fields"];
        match method {
            "event.bind" => Self::Bind,
            "event.unbind" => Self::Unbind,
            // may take events out of the queue
            "event.offline.get" => Self::Once,
            _ if READS.contains(&method) => Self::Safe,
            _ if READ_ENDS.iter().any(|end| method.ends_with(end)) => Self::Safe,
            _ => Self::Once,
        }
    }

    /// Whether a call may be repeated after this decision. Always, if it was not executed.
    #[must_use]
    pub fn may_repeat(self, decision: Decision) -> bool {
        match decision {
            Decision::Report | Decision::AlreadyBound | Decision::FollowMove => false,
            Decision::Unknown => self != Self::Once,
            _ => true,
        }
    }

    /// Whether it may be one command of a batch that several calls share.
    #[must_use]
    pub fn may_merge(self) -> bool {
        matches!(self, Self::Bind | Self::Unbind)
    }
}

/// Milliseconds before the next attempt: `tries` is the number of pauses so far, `random` is in 0..1,
/// `per_ms` is how many requests the bucket drains in a millisecond, and `reset_in` is how many
/// milliseconds it takes until the portal answers again, if it has said so.
#[must_use]
pub fn pause(
    decision: Decision,
    tries: u32,
    random: f64,
    per_ms: f64,
    reset_in: Option<f64>,
) -> f64 {
    let grown = f64::from(1_u32 << tries.min(5));
    let wait = match decision {
        Decision::WaitForBucket => grown / per_ms,
        Decision::WaitForOperating => reset_in.filter(|ms| *ms > 0.0).unwrap_or(10_000.0),
        Decision::WaitForOther => 250.0 * grown,
        _ => 500.0 * grown,
    };
    wait * (1.0 + 0.1 * random)
}

/// Whether nobody knows if the call that ended so was executed.
#[must_use]
pub fn is_unknown(error: &Error) -> bool {
    *error.kind() == ErrorCode::Aborted || decide(error) == Decision::Unknown
}

/// The most attempts that `sync` makes with one command.
const MOST_COMMAND_TRIES: u32 = 6;
/// How many requests the bucket drains in a millisecond, as `sync` assumes for its commands.
const COMMAND_PER_MS: f64 = 0.002;

/// Milliseconds before `sync` sends a command again whose attempt number `tries` ended with `error`;
/// `None`: it has failed. A new token is not asked for: the batch as a whole has succeeded with this
/// one.
#[must_use]
pub fn command_pause(error: &Error, tries: u32) -> Option<f64> {
    let decision = decide(error);
    let is_final = matches!(
        decision,
        Decision::Report | Decision::Refresh | Decision::AlreadyBound
    );
    (!is_final && tries < MOST_COMMAND_TRIES)
        .then(|| pause(decision, tries, 0.0, COMMAND_PER_MS, None))
}

/// Whether the portal says that the handler is bound already.
#[must_use]
pub fn is_already_bound(error: &Error) -> bool {
    error.description().contains("already binded")
}

/// The error for a bind that the portal answers with `false`.
#[must_use]
pub fn not_bound(status: u16) -> Error {
    let description = "the portal did not bind the handler: check its URL";
    Error::new(ErrorCode::BadAnswer, description)
        .with_status(status)
        .with_method("event.bind")
}
