//! The body of `POST /control/faults`.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::error_codes;
use crate::refusal::Refusal;

/// One fault, and the requests it applies to.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The requests that it applies to; all, if it is left out.
    #[serde(rename = "match", default)]
    pub matches: Match,
    /// How many requests it applies to, 1 by default; null: no end.
    #[serde(default = "once")]
    pub times: Option<u32>,
    /// One of [`KINDS`], or the name of an error of the portal ([`error_codes::names`]).
    #[serde(rename = "fault")]
    pub kind: String,
    /// The HTTP status; each kind has its own default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// `error` of kind `error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// `error_description`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// `argument` of kind `error`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argument: Option<String>,
    /// The body of kinds `body` and `html`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// The Content-Type of kind `body`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    /// Whether the request is executed, and only its answer is lost.
    #[serde(default)]
    pub execute: bool,
    /// Whether the answer has CORS headers.
    #[serde(default = "yes")]
    pub cors: bool,
    /// A pause before the answer, in ms.
    #[serde(default)]
    pub ms: u64,
}

/// The requests that a fault applies to.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Match {
    /// The REST method; any, if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// `app` or `webhook.USER`; any, if it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// True: it applies to commands in batches, not to requests.
    pub batch: bool,
}

/// Faults at random, the same ones for the same seed.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storm {
    pub seed: u64,
    /// The share of requests that get a fault, 0 to 1.
    pub rate: f64,
    pub faults: Vec<Fault>,
}

/// In ms: an hour.
const LONGEST_PAUSE: u64 = 3600 * 1000;

/// The kinds besides the portal's own errors.
pub const KINDS: [&str; 7] = ["error", "html", "empty", "body", "cut", "drop", "delay"];

fn once() -> Option<u32> {
    Some(1)
}

fn yes() -> bool {
    true
}

impl Fault {
    /// Checks what its types allow but the portal cannot do.
    pub fn check(&self) -> Result<(), String> {
        let known = KINDS.contains(&self.kind.as_str()) || error_codes::find(&self.kind).is_some();
        if !known {
            let names: Vec<&str> = KINDS.into_iter().chain(error_codes::names()).collect();
            return Err(format!(
                "there is no fault `{}`; there are: {}",
                self.kind,
                names.join(", ")
            ));
        }
        if self.matches.batch && self.refusal().is_none() {
            return Err(format!(
                "`{}` cannot happen to one command of a batch",
                self.kind
            ));
        }
        if self.ms > LONGEST_PAUSE {
            return Err(format!(
                "`{}` ms is too long a pause; give `{LONGEST_PAUSE}` at most",
                self.ms
            ));
        }
        match self.status {
            Some(status) if !(200..=599).contains(&status) => Err(format!(
                "`{status}` is no status of an answer; give one from 200 to 599"
            )),
            _ => Ok(()),
        }
    }

    /// The error that it answers, if it answers one.
    pub fn refusal(&self) -> Option<Refusal> {
        let standing = error_codes::find(&self.kind);
        let plain = || Refusal::new(400, "ERROR_CORE", "an injected error");
        let mut refusal = standing.or_else(|| (self.kind == "error").then(plain))?;
        refusal.status = self.status.unwrap_or(refusal.status);
        refusal.code = self.error.clone().unwrap_or(refusal.code);
        refusal.description = self.description.clone().unwrap_or(refusal.description);
        refusal.argument = self.argument.clone();
        Some(refusal)
    }
}

impl Match {
    /// Whether it applies to a request, or to a command of a batch.
    pub fn applies(&self, method: &str, application: Option<&str>, in_batch: bool) -> bool {
        let wanted = |wanted: &Option<String>, found: Option<&str>| match wanted {
            Some(wanted) => found.is_some_and(|found| found.eq_ignore_ascii_case(wanted)),
            None => true,
        };
        self.batch == in_batch
            && wanted(&self.method, Some(method))
            && wanted(&self.application, application)
    }
}

/// What `POST /control/faults` takes: one fault, several, or a storm.
#[derive(Debug)]
pub enum Injection {
    Faults(Vec<Fault>),
    Storm(Storm),
}

impl Injection {
    /// Parses and checks it.
    pub fn parse(value: Value) -> Result<Self, String> {
        let wrong = |error: serde_json::Error| error.to_string();
        let injection = match value {
            Value::Array(_) => Self::Faults(serde_json::from_value(value).map_err(wrong)?),
            Value::Object(ref map) if map.contains_key("seed") => {
                Self::Storm(serde_json::from_value(value).map_err(wrong)?)
            }
            _ => Self::Faults(vec![serde_json::from_value(value).map_err(wrong)?]),
        };
        injection.faults().iter().try_for_each(Fault::check)?;
        if let Self::Storm(storm) = &injection
            && !(0.0..=1.0).contains(&storm.rate)
        {
            return Err(format!(
                "`{}` is no rate; give a number from 0 to 1",
                storm.rate
            ));
        }
        Ok(injection)
    }

    fn faults(&self) -> &[Fault] {
        match self {
            Self::Faults(faults) | Self::Storm(Storm { faults, .. }) => faults,
        }
    }
}
