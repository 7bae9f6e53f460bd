//! `order` of event.offline.get and event.offline.list.

use serde_json::Value;

use super::bad_argument;
use super::filter::Allowed;
use crate::php;
use crate::refusal::Refusal;
use crate::rest::params::Params;

/// The SQL after ORDER BY; `default` if the call asks for no order.
pub fn order_by(params: &Params, allowed: &Allowed, default: &str) -> Result<String, Refusal> {
    let order = match params.non_null("order") {
        None => return Ok(default.to_owned()),
        Some(Value::Array(list)) if list.is_empty() => return Ok(default.to_owned()),
        Some(Value::Object(order)) => order,
        Some(Value::Array(_)) => return Err(bad_argument("Order field not allowed: 0")),
        Some(_) => return Err(bad_argument("The order is not an array.")),
    };
    let terms: Result<Vec<String>, Refusal> = order
        .iter()
        .map(|(field, direction)| term(field, direction, allowed))
        .collect();
    // rows of the same second keep the order in which they came
    Ok(terms?.join(", ") + ", id ASC")
}

fn term(field: &str, direction: &Value, allowed: &Allowed) -> Result<String, Refusal> {
    let column = allowed.column(field);
    let column =
        column.ok_or_else(|| bad_argument(&format!("Order field not allowed: {field}")))?;
    let direction = php::text(direction).unwrap_or_default().to_uppercase();
    if !["ASC", "DESC"].contains(&direction.as_str()) {
        return Err(bad_argument("Order direction should be one of {ASC|DESC}"));
    }
    Ok(format!("{column} {direction}"))
}
