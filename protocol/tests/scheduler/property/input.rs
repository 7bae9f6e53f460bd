//! What may come to a scheduler, in any order.

use proptest::prelude::*;

use crate::cases::{already_bound, busy, expired, network, refused, too_many};
use crate::sim::Answer;

pub const METHODS: [&str; 4] = ["event.bind", "event.unbind", "event.get", "crm.lead.add"];

pub const CREDENTIALS: usize = 3;

#[derive(Clone, Debug)]
pub enum Input {
    Submit(Submitted),
    /// Answers one of the requests that are out: which, and how each of its commands ends.
    Answer(usize, usize, Vec<usize>),
    Token(usize, Option<f64>),
    NoToken(usize),
    Refresh(usize),
    Prepare(usize),
    Pass(f64),
    Abort(usize),
    AbortOwner(u32),
    AbortAll,
    Configure(f64, bool),
}

#[derive(Clone, Debug)]
pub struct Submitted {
    pub method: usize,
    pub order: usize,
    pub credential: usize,
    pub connector: bool,
    pub timeout: f64,
    pub retries: u32,
    pub owner: u32,
}

fn submitted() -> impl Strategy<Value = Input> {
    let what = (
        0..METHODS.len(),
        0..4_usize,
        0..CREDENTIALS,
        prop::bool::weighted(0.2),
    );
    let how = (
        prop::sample::select(vec![1.0, 700.0, 5_000.0, 60_000.0]),
        0..4_u32,
        0..3_u32,
    );
    (what, how).prop_map(
        |((method, order, credential, connector), (timeout, retries, owner))| {
            Input::Submit(Submitted {
                method,
                order,
                credential,
                connector,
                timeout,
                retries,
                owner,
            })
        },
    )
}

pub fn input() -> impl Strategy<Value = Input> {
    let outcomes = answers().len();
    let credential = 0..CREDENTIALS;
    prop_oneof![
        12 => submitted(),
        12 => (any::<usize>(), 0..outcomes, prop::collection::vec(0..outcomes, 0..5))
            .prop_map(|(request, outer, items)| Input::Answer(request, outer, items)),
        3 => (credential.clone(), prop::option::of(-5_000.0..5_000.0))
            .prop_map(|(credential, lives)| Input::Token(credential, lives)),
        1 => credential.clone().prop_map(Input::NoToken),
        1 => credential.clone().prop_map(Input::Refresh),
        1 => credential.prop_map(Input::Prepare),
        8 => prop::sample::select(vec![0.0, 0.3, 20.0, 400.0, 3_000.0, 40_000.0]).prop_map(Input::Pass),
        2 => any::<usize>().prop_map(Input::Abort),
        1 => (0..3_u32).prop_map(Input::AbortOwner),
        1 => Just(Input::AbortAll),
        1 => (prop::sample::select(vec![1.0, 3.0, 50.0]), any::<bool>())
            .prop_map(|(burst, merge)| Input::Configure(burst, merge)),
    ]
}

pub fn answers() -> Vec<Answer> {
    let blocked = refused("OPERATION_TIME_LIMIT", "blocked", 429);
    vec![
        Answer::default(),
        Answer {
            reset_in: Some(800.0),
            ..blocked.clone()
        },
        blocked,
        expired(),
        too_many(),
        network(),
        already_bound(),
        busy(),
        refused("BAD_ANSWER", "", 502),
        refused("CONNECTION_ERROR", "", 401),
        refused("ERROR_EVENT_NOT_FOUND", "Event not found", 400),
    ]
}
