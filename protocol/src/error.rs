//! The one error of the library.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::rc::Rc;

use serde::{Serialize, Serializer};

/// What kind of failure it was: one of ours, or the portal's own code as sent.
///
/// ```
/// use bx24_protocol::error::ErrorCode;
/// assert_eq!(ErrorCode::Timeout.as_str(), "TIMEOUT");
/// assert_eq!(ErrorCode::from("ACCESS_DENIED").as_str(), "ACCESS_DENIED");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorCode {
    /// `NETWORK`: no HTTP answer arrived (no network, a closed connection, no CORS headers).
    Network,
    /// `TIMEOUT`: an attempt or the whole call took too long.
    Timeout,
    /// `ABORTED`: the caller's signal, `destroy()` or the end of the page ended the call.
    Aborted,
    /// `BAD_ANSWER`: the HTTP answer has no usable body.
    BadAnswer,
    /// `NO_FRAME`: no portal has opened this page, or its page does not answer.
    NoFrame,
    /// `REFRESH_FAILED`: the token was refused, and there is no new one.
    RefreshFailed,
    /// `MOVED`: the portal has another address, which was not followed.
    Moved,
    /// `INVALID_ARGUMENT`: a value cannot be sent, and nothing was.
    InvalidArgument,
    /// `INTERNAL`: a bug of this library.
    Internal,
    /// The portal's `error`, as sent.
    Portal(String),
}

impl ErrorCode {
    /// The code as JavaScript sees it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Network => "NETWORK",
            Self::Timeout => "TIMEOUT",
            Self::Aborted => "ABORTED",
            Self::BadAnswer => "BAD_ANSWER",
            Self::NoFrame => "NO_FRAME",
            Self::RefreshFailed => "REFRESH_FAILED",
            Self::Moved => "MOVED",
            Self::InvalidArgument => "INVALID_ARGUMENT",
            Self::Internal => "INTERNAL",
            Self::Portal(code) => code,
        }
    }
}

impl From<&str> for ErrorCode {
    fn from(code: &str) -> Self {
        Self::Portal(code.to_owned())
    }
}

impl Serialize for ErrorCode {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// One wrong field of one handler in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The list of a plan, such as `bind`; absent where a list of handlers was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub list: Option<&'static str>,
    /// Position in the list, from 0.
    pub index: usize,
    /// Name of the field as the caller spelled it; empty where the entry as a whole is wrong.
    pub field: Cow<'static, str>,
    /// A sentence: what is wrong and what to do instead.
    pub reason: String,
}

impl FieldError {
    /// The entry that is wrong, in words.
    pub(crate) fn place(&self) -> String {
        match self.list {
            Some(list) => format!("`{list}[{}]`", self.index),
            None => format!("entry {}", self.index),
        }
    }
}

/// Why a call failed.
///
/// [`Error::code`] does not change between versions; [`Error::description`] is the portal's sentence
/// if it sent one, else ours. Neither ever contains a token or a secret.
///
/// ```
/// use bx24_protocol::{Error, error::ErrorCode};
/// let error = Error::new(ErrorCode::Timeout, "the portal did not answer in time");
/// assert_eq!(error.to_string(), "TIMEOUT: the portal did not answer in time");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Error(Box<Inner>); // boxed, so that a `Result` stays small

#[derive(Clone, Debug, Serialize)]
struct Inner {
    code: ErrorCode,
    description: String,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    argument: Option<String>,
    method: String,
    retryable: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
    #[serde(rename = "processIds", skip_serializing_if = "Vec::is_empty")]
    process_ids: Vec<String>,
    #[serde(skip)]
    source: Option<Rc<dyn StdError>>,
}

/// Two errors are equal that say the same, whatever their source is.
impl PartialEq for Inner {
    fn eq(&self, other: &Self) -> bool {
        self.code == other.code
            && self.description == other.description
            && self.status == other.status
            && self.argument == other.argument
            && self.method == other.method
            && self.retryable == other.retryable
            && self.errors == other.errors
            && self.process_ids == other.process_ids
    }
}

impl Eq for Inner {}

impl Error {
    /// An error without an HTTP answer.
    #[must_use]
    pub fn new(code: impl Into<ErrorCode>, description: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code: code.into(),
            description: description.into(),
            status: 0,
            argument: None,
            method: String::new(),
            retryable: false,
            errors: Vec::new(),
            process_ids: Vec::new(),
            source: None,
        }))
    }

    /// `INVALID_ARGUMENT`: a value that cannot be sent.
    #[must_use]
    pub fn invalid(description: impl Into<String>) -> Self {
        Self::new(ErrorCode::InvalidArgument, description)
    }

    /// The same with the HTTP status of the answer that it came with.
    #[must_use]
    pub fn with_status(mut self, status: u16) -> Self {
        self.0.status = status;
        self
    }

    /// The same with the REST method that was called.
    #[must_use]
    pub fn with_method(mut self, method: &str) -> Self {
        method.clone_into(&mut self.0.method);
        self
    }

    /// The same with the parameter that the portal complains about.
    #[must_use]
    pub fn with_argument(mut self, argument: Option<String>) -> Self {
        self.0.argument = argument;
        self
    }

    /// The same with `why` after the portal's own words.
    #[must_use]
    pub fn with_explanation(mut self, why: &str) -> Self {
        self.0.description = match self.description() {
            "" => why.to_owned(),
            words => format!("{words}: {why}"),
        };
        self
    }

    /// The same, with whether the same call may succeed later.
    #[must_use]
    pub fn with_retryable(mut self, retryable: bool) -> Self {
        self.0.retryable = retryable;
        self
    }

    /// The same with all wrong fields of a list of handlers.
    #[must_use]
    pub fn with_field_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.0.errors = errors;
        self
    }

    /// The same with reservations that may be left over, and how to go on with them.
    #[must_use]
    pub fn with_process_ids(mut self, process_ids: Vec<String>) -> Self {
        self.0.description.push_str(
            ": events may be left reserved under `processIds`; give those that no living consumer holds to `resume`",
        );
        self.0.process_ids = process_ids;
        self
    }

    /// The same with what caused it, see [`StdError::source`].
    #[must_use]
    pub fn with_source(mut self, source: impl StdError + 'static) -> Self {
        self.0.source = Some(Rc::new(source));
        self
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> &ErrorCode {
        &self.0.code
    }

    /// The portal's code as sent, or one of ours, such as `TIMEOUT`.
    #[must_use]
    pub fn code(&self) -> &str {
        self.0.code.as_str()
    }

    /// One sentence: what happened and what to do.
    #[must_use]
    pub fn description(&self) -> &str {
        &self.0.description
    }

    /// HTTP status; 0 when no HTTP answer arrived.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The parameter that the portal complains about.
    #[must_use]
    pub fn argument(&self) -> Option<&str> {
        self.0.argument.as_deref()
    }

    /// The REST method that was called; empty when none was.
    #[must_use]
    pub fn method(&self) -> &str {
        &self.0.method
    }

    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        self.0.retryable
    }

    /// Reservations of offline events that may be left over, by their process ids.
    #[must_use]
    pub fn process_ids(&self) -> &[String] {
        &self.0.process_ids
    }

    /// All wrong fields of a list of handlers; else empty.
    #[must_use]
    pub fn field_errors(&self) -> &[FieldError] {
        &self.0.errors
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.description())
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref()
    }
}
