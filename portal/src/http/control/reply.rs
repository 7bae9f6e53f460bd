//! Body and answer of a control call.

use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Json, Response};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::apps::application::App;
use crate::php::body::{self, BodyError};
use crate::portal::{ChangeError, Portal};

/// Larger bodies are refused.
const MAX_BODY: usize = 1 << 20;

/// The answer of a control call.
pub type Reply = Result<Json<Value>, Failure>;

/// An error with a stable code and a sentence.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    code: &'static str,
    text: String,
}

impl Failure {
    /// With any status.
    pub fn new(status: StatusCode, code: &'static str, text: &str) -> Self {
        Self {
            status,
            code,
            text: text.to_owned(),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// 400 `BAD_REQUEST`.
    pub fn bad_request(text: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "BAD_REQUEST", text)
    }
}

/// The application with this name, without one the first.
pub fn named<'a>(portal: &'a Portal, application: Option<&str>) -> Result<&'a App, Failure> {
    let found = portal.apps.named(application);
    found.map_err(|text| Failure::bad_request(&text))
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "DATABASE",
            &error.to_string(),
        )
    }
}

impl From<BodyError> for Failure {
    fn from(error: BodyError) -> Self {
        Self::new(error.status(), error.code(), &error.to_string())
    }
}

impl From<ChangeError> for Failure {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Switch(text) => Self::bad_request(&text),
            ChangeError::Database(error) => error.into(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        (
            self.status,
            Json(json!({"error": self.code, "error_description": self.text})),
        )
            .into_response()
    }
}

/// A call's JSON body. An empty one counts as `{}`, but its content type has to be JSON too: forms of
/// other pages and deliveries of events cannot have that.
pub struct JsonBody<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let kind = body::content_type(request.headers());
        if !kind.to_ascii_lowercase().starts_with("application/json") {
            return Err(Failure::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "NOT_JSON",
                &format!("the content type is `{kind}`; send `application/json`"),
            ));
        }
        let bytes = body::collect(request.into_body(), MAX_BODY).await?;
        let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
        let wrong =
            |error| Failure::bad_request(&format!("the body is not what is expected: {error}"));
        serde_json::from_slice(text).map(Self).map_err(wrong)
    }
}
