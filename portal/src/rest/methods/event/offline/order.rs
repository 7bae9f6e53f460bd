//! `order` of event.offline.get and event.offline.list.

use serde_json::Value;

use super::filter::Allowed;
use super::unfit;
use crate::answer::Refusal;
use crate::php;
use crate::rest::params::Params;

/// An ORDER BY list; `otherwise` where the call asks for none.
pub fn read(params: &Params, allowed: &Allowed, otherwise: &str) -> Result<String, Refusal> {
    let order = match params.set("order") {
        None => return Ok(otherwise.to_owned()),
        Some(Value::Array(list)) if list.is_empty() => return Ok(otherwise.to_owned()),
        Some(Value::Object(order)) => order,
        Some(Value::Array(_)) => return Err(unfit("Order field not allowed: 0")),
        Some(_) => return Err(unfit("The order is not an array.")),
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
    let column = column.ok_or_else(|| unfit(&format!("Order field not allowed: {field}")))?;
    let direction = php::text(direction).unwrap_or_default().to_uppercase();
    if !["ASC", "DESC"].contains(&direction.as_str()) {
        return Err(unfit("Order direction should be one of {ASC|DESC}"));
    }
    Ok(format!("{column} {direction}"))
}
