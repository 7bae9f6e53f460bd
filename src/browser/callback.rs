//! Functions of ours that JavaScript calls. One closure serves all that are called once: every
//! type of closure has code of its own in wasm and glue.

use std::cell::{Cell, RefCell};

use js_sys::{Function, Promise};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Function)]
    type Bound;
    #[wasm_bindgen(method)]
    fn bind(this: &Bound, context: &JsValue, first: &JsValue) -> Function;

    #[wasm_bindgen(js_name = Promise)]
    type Settled;
    #[wasm_bindgen(method)]
    fn then(this: &Settled, done: &Function, failed: &Function);
}

/// What runs once, with the value that JavaScript calls it with.
pub type Then = Box<dyn FnOnce(JsValue)>;

thread_local! {
    static WAITING: RefCell<Vec<(f64, Then)>> = const { RefCell::new(Vec::new()) };
    static LAST: Cell<f64> = const { Cell::new(0.0) };
    /// Takes the number of what waits, and the value for it.
    static RESUME: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// A function that JavaScript may call as often as it likes, freed with it.
pub fn function(call: Box<dyn Fn(JsValue, JsValue)>) -> Function {
    Closure::wrap(call).into_js_value().unchecked_into()
}

/// A function that runs `then` at its first call, called off when this is dropped.
pub struct Callback {
    /// What JavaScript calls.
    pub function: Function,
    number: f64,
}

impl Callback {
    /// Waits for the call.
    pub fn new(then: Then) -> Self {
        let (function, number) = numbered(then);
        Self { function, number }
    }
}

impl Drop for Callback {
    fn drop(&mut self) {
        forget(self.number);
    }
}

/// A function that runs `then` at its first call.
pub fn once(then: Then) -> Function {
    numbered(then).0
}

fn numbered(then: Then) -> (Function, f64) {
    let number = LAST.get() + 1.0;
    LAST.set(number);
    WAITING.with_borrow_mut(|waiting| waiting.push((number, then)));
    let resume = RESUME.with_borrow_mut(|made| {
        let made = made.get_or_insert_with(|| function(Box::new(resume)));
        bind(made, &number.into())
    });
    (resume, number)
}

/// Takes what was not called yet.
fn forget(number: f64) -> Option<Then> {
    WAITING.with_borrow_mut(|waiting| {
        let index = waiting.iter().position(|(one, _)| *one == number)?;
        Some(waiting.swap_remove(index).1)
    })
}

/// Runs `then` with what a promise resolves to, or with undefined when it rejects. Any other value
/// is what it is.
pub fn when(promise: &JsValue, then: Then) {
    let done = once(then);
    let failed = bind(&done, &JsValue::UNDEFINED);
    let promise: JsValue = Promise::resolve(promise).into();
    promise.unchecked_ref::<Settled>().then(&done, &failed);
}

fn resume(number: JsValue, value: JsValue) {
    if let Some(then) = number.as_f64().and_then(forget) {
        then(value);
    }
}

fn bind(function: &Function, first: &JsValue) -> Function {
    let function: &Bound = function.unchecked_ref();
    function.bind(&JsValue::UNDEFINED, first)
}
