//! Handlers as JavaScript writes them: every field checked, every unknown one refused by name.

use std::sync::Arc;

use js_sys::Array;
use wasm_bindgen::{JsCast as _, JsValue};

use super::fields::{shown, strangers};
use crate::browser::object::{get, is_null, list as items, text as string};
use crate::browser::value::{from_js, text};
use bx24_protocol::handlers::handler::{EventType, Handler};
use bx24_protocol::handlers::plan::{Plan, Step};
use bx24_protocol::handlers::validate::{LIST, ONE, validate};
use bx24_protocol::text::fill;
use bx24_protocol::wire::params::Value;
use bx24_protocol::{Error, FieldError};

const FIELDS: [&str; 7] = [
    "event",
    "handler",
    "authType",
    "eventType",
    "authConnector",
    "options",
    "rebind",
];

/// Reads a list and refuses all that is wrong in it, at once.
///
/// # Errors
/// `INVALID_ARGUMENT` with one entry in `errors` per wrong field.
pub fn list(given: &JsValue, match_user: bool) -> Result<Vec<Handler>, Error> {
    if !Array::is_array(given) {
        return Err(Error::invalid("give a list of handlers", &[]));
    }
    let mut errors = Vec::new();
    let mut handlers = Vec::new();
    for item in given.unchecked_ref::<Array>().iter() {
        let handler = read(handlers.len(), &item, &mut errors);
        handlers.push(handler);
    }
    validate(&handlers, match_user, errors, LIST)?;
    Ok(handlers)
}

/// Reads one handler.
///
/// # Errors
/// As [`list`].
pub fn one(given: &JsValue) -> Result<Handler, Error> {
    let mut errors = Vec::new();
    let handler = read(0, given, &mut errors);
    validate(std::slice::from_ref(&handler), true, errors, ONE)?;
    Ok(handler)
}

fn read(index: usize, item: &JsValue, errors: &mut Vec<FieldError>) -> Handler {
    let mut reader = Reader {
        index,
        item,
        errors,
    };
    if !item.is_object() || Array::is_array(item) {
        reader.wrong("event", "give an object".into());
        return Handler::default();
    }
    strangers(item, &FIELDS, &mut |name| {
        reader.wrong("event", fill("there is no field `%`", &[name]));
    });
    Handler {
        event: reader.text("event").unwrap_or_default(),
        handler: reader.text("handler"),
        auth_type: reader.user(),
        event_type: reader.event_type(),
        auth_connector: reader.text("authConnector"),
        options: reader.options(),
        rebind: reader.rebind(),
    }
}

/// Reads one handler, and notes what is wrong with it.
struct Reader<'a> {
    index: usize,
    item: &'a JsValue,
    errors: &'a mut Vec<FieldError>,
}

impl Reader<'_> {
    fn wrong(&mut self, field: &'static str, reason: String) {
        self.errors.push(FieldError {
            index: self.index,
            field,
            reason,
        });
    }

    /// Notes a value that does not fit.
    fn refuse(&mut self, field: &'static str, reason: &str, value: &JsValue) {
        if !value.is_undefined() {
            self.wrong(field, fill("%, not `%`", &[reason, &shown(value)]));
        }
    }

    /// What was read, or nothing and a note of why not.
    fn kept<T>(
        &mut self,
        field: &'static str,
        value: &JsValue,
        read: Result<T, Error>,
    ) -> Option<T> {
        read.map_err(|error| self.refuse(field, &error.description, value))
            .ok()
    }

    fn text(&mut self, field: &'static str) -> Option<String> {
        let value = get(self.item, field);
        if !value.is_string() {
            self.refuse(field, "give a string", &value);
            return None;
        }
        self.kept(field, &value, text(field, &value))
    }

    fn user(&mut self) -> Option<i64> {
        let value = get(self.item, "authType");
        let number = value.as_f64().filter(|number| whole(*number));
        if number.is_none() && !is_null(&value) {
            self.refuse("authType", "give a user's whole number", &value);
        }
        number.map(|number| number as i64)
    }

    fn event_type(&mut self) -> EventType {
        match self.text("eventType").as_deref() {
            Some("offline") => return EventType::Offline,
            None | Some("online") => {}
            Some(other) => {
                self.refuse("eventType", "give `online` or `offline`", &other.into());
            }
        }
        EventType::Online
    }

    fn options(&mut self) -> Option<Arc<Value>> {
        let value = get(self.item, "options");
        if value.is_undefined() {
            return None;
        }
        self.kept("options", &value, from_js("options", &value))
            .map(Arc::new)
    }

    fn rebind(&mut self) -> bool {
        let value = get(self.item, "rebind");
        let flag = value.as_bool();
        if flag.is_none() {
            self.refuse("rebind", "give true or false", &value);
        }
        flag == Some(true)
    }
}

/// A number that JavaScript counts with.
pub(super) fn whole(number: f64) -> bool {
    number.fract() == 0.0 && number.abs() <= 9_007_199_254_740_991.0
}

/// Reads a plan that [`plan`] made.
///
/// # Errors
/// `INVALID_ARGUMENT` where it is none.
pub fn read_plan(given: &JsValue) -> Result<Plan, Error> {
    let mut failed = None;
    let mut plan = Plan {
        bind: steps(given, "bind", &mut failed),
        unbind: steps(given, "unbind", &mut failed),
        keep: steps(given, "keep", &mut failed),
        refused: steps(given, "refused", &mut failed),
        ..Plan::default()
    };
    for (index, step) in plan.refused.iter().enumerate() {
        plan.errors.push(FieldError {
            index,
            field: "handler",
            reason: step.reason.clone(),
        });
    }
    match failed {
        Some(error) => Err(error),
        None => Ok(plan),
    }
}

/// The steps that can be read; `failed` is why one cannot.
fn steps(plan: &JsValue, name: &str, failed: &mut Option<Error>) -> Vec<Step> {
    let given = get(plan, name);
    if !Array::is_array(&given) {
        *failed = Some(Error::invalid(
            "give a list of handlers, or what `plan` gave",
            &[],
        ));
    }
    let mut steps = Vec::new();
    for step in items(&given).iter() {
        match one(&get(&step, "handler")) {
            Ok(handler) => {
                let reason = string(&step, "reason");
                steps.push(Step { handler, reason });
            }
            Err(error) => *failed = Some(error),
        }
    }
    steps
}
