//! Errors that the portal answers (contract §2.2).

use serde_json::{Map, Value, json};

use crate::php::body::BodyError;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    pub status: u16,
    pub code: String,
    pub description: String,
    pub argument: Option<String>,
}

impl Refusal {
    /// A refusal with this status, code and text.
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

    /// The JSON body of the response.
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

impl From<BodyError> for Refusal {
    fn from(error: BodyError) -> Self {
        Self::new(error.status().as_u16(), error.code(), &error.to_string())
    }
}

impl From<rusqlite::Error> for Refusal {
    fn from(error: rusqlite::Error) -> Self {
        eprintln!("the database refused: {error}");
        Self::new(500, "ERROR_CORE", "SQL query error!")
    }
}
