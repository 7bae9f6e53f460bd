//! What the portal answers: results, errors, and the headers of both (contract §1.5, §2.2).

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::{Map, Value, json};

use crate::php::json;

/// What a method gives back.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub result: Value,
    pub total: Option<i64>,
    pub next: Option<i64>,
}

impl From<Value> for Answer {
    fn from(result: Value) -> Self {
        Self {
            result,
            ..Self::default()
        }
    }
}

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub description: String,
    pub argument: Option<String>,
}

impl Refusal {
    /// With any status.
    pub fn new(status: u16, code: &str, description: &str) -> Self {
        Self {
            status,
            code: code.to_owned(),
            description: description.to_owned(),
            argument: None,
        }
    }

    /// 400 `ERROR_ARGUMENT` that names the argument.
    pub fn argument(name: &str, description: &str) -> Self {
        let argument = Some(name.to_owned());
        Self {
            argument,
            ..Self::new(400, "ERROR_ARGUMENT", description)
        }
    }

    /// 400 `ERROR_ARGUMENT` "Argument 'NAME' is null or empty".
    pub fn empty(name: &str) -> Self {
        Self::argument(name, &format!("Argument '{name}' is null or empty"))
    }

    /// 403 `ACCESS_DENIED` "Access denied! REASON".
    pub fn access(reason: &str) -> Self {
        Self::new(
            403,
            "ACCESS_DENIED",
            format!("Access denied! {reason}").trim_end(),
        )
    }

    /// The body that says so.
    pub fn body(&self) -> Value {
        let mut body = Map::new();
        body.insert("error".to_owned(), json!(self.code));
        body.insert("error_description".to_owned(), json!(self.description));
        if let Some(argument) = &self.argument {
            body.insert("argument".to_owned(), json!(argument));
        }
        Value::Object(body)
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        eprintln!("the database refused: {error}");
        Self::new(500, "ERROR_CORE", "SQL query error!")
    }
}

/// The body of a successful call.
pub fn success(answer: Answer, time: Value) -> Value {
    let mut body = Map::new();
    body.insert("result".to_owned(), answer.result);
    for (name, number) in [("total", answer.total), ("next", answer.next)] {
        if let Some(number) = number {
            body.insert(name.to_owned(), json!(number));
        }
    }
    body.insert("time".to_owned(), time);
    Value::Object(body)
}

/// The response that carries a REST body.
pub fn rest(status: u16, body: &Value) -> Response<Body> {
    rest_text(status, body).map(Body::from)
}

/// The same, its body still a text.
pub fn rest_text(status: u16, body: &Value) -> Response<String> {
    let mut response = Response::new(json::text(body));
    let status = StatusCode::from_u16(status);
    *response.status_mut() = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    set(
        &mut response,
        header::CONTENT_TYPE,
        "application/json; charset=utf-8",
    );
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    allow_any_origin(&mut response);
    response
}

/// The two CORS headers of REST.
pub fn allow_any_origin<T>(response: &mut Response<T>) {
    set(response, header::ACCESS_CONTROL_ALLOW_ORIGIN, "*");
    set(
        response,
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        "origin, content-type, accept",
    );
}

fn set<T>(response: &mut Response<T>, name: HeaderName, value: &'static str) {
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
}
