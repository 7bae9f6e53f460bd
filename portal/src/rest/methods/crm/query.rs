//! `filter`, `order`, `select` and `start` of the list methods.

use rusqlite::types::Value as Sql;
use serde_json::{Value, json};

use crate::crm::{ObjectType, fields};
use crate::php;
use crate::php::brackets;
use crate::refusal::Refusal;
use crate::rest::answer::Answer;
use crate::rest::params::Params;
use crate::store::Store;
use crate::store::condition::{self, Condition};
use crate::store::objects::{self, Object};

const PAGE_SIZE: i64 = 50;
/// SQLite takes expressions of 1,000 levels and orders by 2,000 terms.
const MOST_ENTRIES: usize = 500;

/// What a list method is asked for.
pub struct Query {
    rows: Condition,
    order: String,
    start: i64,
    /// Empty: all fields.
    selected: Vec<String>,
}

impl Query {
    /// Reads the parameters; `stored` turns a field's name as sent into its name in the store.
    pub fn parse(
        params: &Params,
        object_type: ObjectType,
        stored: fn(&str) -> String,
    ) -> Result<Self, Refusal> {
        let mut rows = objects::of_type(object_type.id);
        for (key, value) in entries(params, "filter")? {
            rows = filter(rows, object_type, &key, &value, stored)?;
        }
        let mut order = Vec::new();
        for (field, direction) in entries(params, "order")? {
            order.push(term(&stored(&field), &direction)?);
        }
        order.push("id ASC".to_owned());
        let selected = params.get("select").and_then(php::items);
        let selected = selected.into_iter().flatten().filter_map(php::text);
        Ok(Self {
            rows,
            order: order.join(", "),
            start: params.start.max(0),
            selected: selected.filter(|name| name != "*").collect(),
        })
    }

    /// Reads one page.
    pub fn run(&self, store: &Store, shown: impl Fn(&Object) -> Value) -> rusqlite::Result<Answer> {
        let (order, start) = (&self.order, self.start);
        let page = format!("ORDER BY {order} LIMIT {PAGE_SIZE} OFFSET {start}");
        let (total, found) = store.with(|db| {
            let total = objects::count(db, &self.rows)?;
            Ok::<_, rusqlite::Error>((total, objects::select(db, &self.rows, &page)?))
        })?;
        let next = start.saturating_add(PAGE_SIZE);
        Ok(Answer {
            result: found.iter().map(shown).collect(),
            total: Some(total),
            next: (next < total).then_some(next),
        })
    }

    /// Leaves the selected fields, and the ID.
    pub fn select(&self, object: &mut Value) {
        if let Value::Object(fields) = object {
            let wanted = |name: &String| {
                self.selected.is_empty()
                    || name.eq_ignore_ascii_case("id")
                    || self.selected.contains(name)
            };
            fields.retain(|name, _| wanted(name));
        }
    }
}

fn entries(params: &Params, name: &str) -> Result<brackets::Tree, Refusal> {
    let entries = params.get(name).and_then(brackets::as_tree);
    let entries = entries.unwrap_or_default();
    if entries.len() <= MOST_ENTRIES {
        return Ok(entries);
    }
    let text = format!("`{name}` has more than `{MOST_ENTRIES}` entries; send fewer");
    Err(Refusal::new(400, "", &text))
}

/// The SQL of a field, and what its question mark stands for.
fn column(field: &str) -> Result<(String, Vec<Sql>), Refusal> {
    let known = field
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    match field {
        "ID" => Ok(("id".to_owned(), Vec::new())),
        _ if known && !field.is_empty() => Ok((
            "json_extract(fields, ?)".to_owned(),
            vec![Sql::Text(format!("$.\"{field}\""))],
        )),
        _ => Err(Refusal::new(400, "", &format!("Field `{field}` not found"))),
    }
}

/// Adds one entry of the filter; its key is an operation and a field, such as `>=OPPORTUNITY`.
fn filter(
    rows: Condition,
    object_type: ObjectType,
    key: &str,
    value: &Value,
    stored: fn(&str) -> String,
) -> Result<Condition, Refusal> {
    let at = key.find(|letter: char| letter.is_ascii_alphanumeric());
    let (operation, name) = key.split_at(at.unwrap_or(key.len()));
    let name = stored(name);
    let (column, mut values) = column(&name)?;
    let is_date = fields::find(object_type, &name).is_some_and(fields::Field::is_date);
    let condition = match (operation, value) {
        ("" | "=" | "@", Value::Array(list)) => {
            let texts = list.iter().filter_map(php::text);
            values.push(condition::list(texts.map(Sql::Text)));
            format!("CAST({column} AS TEXT) IN (SELECT value FROM json_each(?))")
        }
        ("%", _) => {
            values.push(Sql::Text(php::text(value).unwrap_or_default()));
            format!("instr(upper({column}), upper(?)) > 0")
        }
        _ => {
            let (left, right) = operands(&column, value, is_date);
            values.push(right);
            format!("{left} {} ?", comparison(operation)?)
        }
    };
    Ok(rows.and(&condition, values))
}

fn comparison(operation: &str) -> Result<&'static str, Refusal> {
    match operation {
        "" | "=" | "@" => Ok("="),
        "!" | "!=" => Ok("IS NOT"),
        ">" => Ok(">"),
        "<" => Ok("<"),
        ">=" => Ok(">="),
        "<=" => Ok("<="),
        other => Err(Refusal::new(
            400,
            "",
            &format!("Filter operation `{other}` is not supported; there are = ! > < >= <= % @"),
        )),
    }
}

/// Dates are compared as times, numbers as numbers, all else as texts.
fn operands(column: &str, value: &Value, is_date: bool) -> (String, Sql) {
    let text = php::text(value).unwrap_or_default();
    if is_date && let Some(time) = php::strtotime(&text) {
        return (format!("unixepoch({column})"), Sql::Integer(time));
    }
    match text.parse::<f64>() {
        Ok(number) => (format!("CAST({column} AS REAL)"), Sql::Real(number)),
        Err(_) => (format!("CAST({column} AS TEXT)"), Sql::Text(text)),
    }
}

/// One term of ORDER BY. Numbers come in the order of numbers.
fn term(field: &str, direction: &Value) -> Result<String, Refusal> {
    // the name is checked by `column`, so that it may stand in the SQL itself
    column(field)?;
    let direction = php::text(direction).unwrap_or_default().to_uppercase();
    let direction = if direction == "DESC" { "DESC" } else { "ASC" };
    if field == "ID" {
        return Ok(format!("id {direction}"));
    }
    let column = format!("json_extract(fields, '$.\"{field}\"')");
    Ok(format!(
        "CASE WHEN {column} GLOB '[0-9]*' THEN CAST({column} AS REAL) END {direction}, {column} {direction}"
    ))
}

/// `{"items": […]}` of a list.
pub fn named(answer: Answer, name: &str) -> Answer {
    Answer {
        result: json!({name: answer.result}),
        ..answer
    }
}
