//! Delivery, contract §9: over the network, to the inbox and to a handler of the test's own.

mod form;
mod hosts;
mod silence;
mod tokens;

use serde_json::Value;

fn fields(message: &Value) -> &Value {
    &message["fields"]
}
