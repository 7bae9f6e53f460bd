//! What went out, what came back, and how calls ended.

use bx24_protocol::calls::scheduler::Success;
use bx24_protocol::error::Error;
use bx24_protocol::wire::answer;

use super::{START, Sim};

/// A request that went out.
#[derive(Clone, Debug)]
pub struct Sent {
    pub id: u32,
    pub at: f64,
    pub url: String,
    pub body: String,
    pub items: usize,
    /// The calls in it.
    pub calls: Vec<u32>,
}

impl Sent {
    pub fn method(&self) -> &str {
        let name = self.url.rsplit('/').next().unwrap();
        name.strip_suffix(".json").unwrap()
    }

    /// The token that it carries.
    pub fn token(&self) -> &str {
        let rest = self.body.strip_prefix("auth=");
        rest.map_or("", |rest| rest.split('&').next().unwrap())
    }
}

/// An answer; its body is its place in the batch, nothing where there was no HTTP answer.
pub type Answer = answer::Answer<usize>;

/// What comes back for a request.
pub struct Reply {
    pub after: f64,
    pub outer: Answer,
    pub items: Vec<Answer>,
}

/// How a call ended.
#[derive(Clone, Debug)]
pub struct End {
    pub at: f64,
    pub outcome: Result<Success, Error>,
    pub item: Option<usize>,
}

#[derive(Clone, Debug)]
pub struct Retry {
    pub call: u32,
    pub attempt: u32,
    pub reason: String,
    pub wait: f64,
}

impl Sim {
    pub fn end(&self, call: u32) -> &End {
        self.ends
            .get(&call)
            .unwrap_or_else(|| panic!("call {call} is not over"))
    }

    /// How long a call took that was made at the start.
    pub fn length(&self, call: u32) -> f64 {
        self.end(call).at - START
    }

    /// The code of the error that a call ended with; `ok` without one.
    pub fn code(&self, call: u32) -> &str {
        match &self.end(call).outcome {
            Ok(_) => "ok",
            Err(error) => error.code(),
        }
    }

    pub fn success(&self, call: u32) -> Success {
        self.end(call).outcome.clone().unwrap()
    }

    pub fn error(&self, call: u32) -> Error {
        self.end(call).outcome.clone().unwrap_err()
    }

    /// The calls in each request, in the order in which they went out.
    pub fn calls_sent(&self) -> Vec<Vec<u32>> {
        self.sent.iter().map(|sent| sent.calls.clone()).collect()
    }
}
