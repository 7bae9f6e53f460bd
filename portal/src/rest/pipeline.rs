//! The way of a REST request: journal, preflight, bucket, fault, method.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::{ConnectInfo, Path, Request, State};
use axum::http::{Method, Response, StatusCode};
use serde_json::{Value, json};

use super::method::Call;
use super::methods;
use super::params::Params;
use super::request::RestRequest;
use super::route::{Format, Version};
use super::run::run_metered;
use crate::error_codes::{documented_status, refusal};
use crate::faults::{self, Fault};
use crate::portal::Portal;
use crate::refusal::Refusal;
use crate::response;
use crate::switches::{Preflight, Statuses};

/// Answers one REST request. It is executed to its end even if the caller goes away.
pub async fn serve(
    State(portal): State<Arc<Portal>>,
    ConnectInfo(source): ConnectInfo<SocketAddr>,
    Path(path): Path<String>,
    request: Request,
) -> Response<Body> {
    let request = match RestRequest::read(&portal, &path, source.ip(), request).await {
        Ok(request) => request,
        Err(refusal) => return refused(&portal, &refusal),
    };
    let running = Arc::clone(&portal.running);
    let carried_out = running.spawn(async move { journaled(&portal, request).await });
    carried_out
        .await
        .unwrap_or_else(|_| response::json(500, &Value::Null))
}

async fn journaled(portal: &Arc<Portal>, request: RestRequest) -> Response<Body> {
    let id = portal.journal.begin_request(&request.entry(portal));
    let (response, fault) = respond(portal, request).await;
    portal
        .journal
        .end_request(id, response.status().as_u16(), fault);
    response
}

async fn respond(portal: &Arc<Portal>, request: RestRequest) -> (Response<Body>, Option<String>) {
    if request.http_method == Method::OPTIONS {
        return (preflight(portal), None);
    }
    if !admitted(portal, &request) {
        return (over_limit(portal), None);
    }
    let application = request.credential.application();
    match portal
        .faults
        .take(&request.route.method, application.as_deref(), false)
    {
        Some(fault) => (
            respond_with_fault(portal, request, &fault).await,
            Some(fault.kind),
        ),
        None => (execute(portal, request).await.map(Body::from), None),
    }
}

/// In the cloud a front end answers OPTIONS. A server without one treats it as a call without a token.
fn preflight(portal: &Portal) -> Response<Body> {
    if portal.switches().preflight == Preflight::Refused {
        return refused(portal, &refusal("NO_AUTH_FOUND"));
    }
    let mut response = Response::default();
    response::allow_any_origin(&mut response);
    response
}

fn admitted(portal: &Portal, request: &RestRequest) -> bool {
    let limit = portal.switches().bucket_limit();
    limit.is_none_or(|limit| portal.buckets.admit(request.source, limit, Instant::now()))
}

fn over_limit(portal: &Portal) -> Response<Body> {
    let mut response = refused(portal, &refusal("QUERY_LIMIT_EXCEEDED"));
    if !portal.switches().bucket_cors {
        response::forbid_other_origins(&mut response);
    }
    response
}

async fn respond_with_fault(
    portal: &Arc<Portal>,
    request: RestRequest,
    fault: &Fault,
) -> Response<Body> {
    let pause = tokio::time::sleep(Duration::from_millis(fault.ms));
    if fault.execute {
        let executed = execute(portal, request).await;
        pause.await;
        return faults::respond(fault, Some(executed));
    }
    pause.await;
    let late = if fault.kind == "delay" {
        Some(execute(portal, request).await)
    } else {
        None
    };
    faults::respond(fault, late)
}

async fn execute(portal: &Arc<Portal>, request: RestRequest) -> Response<String> {
    let (format, version) = (request.route.format, request.route.version);
    let (status, body) = match call_method(portal, request).await {
        Ok(body) => (StatusCode::OK.as_u16(), body),
        Err(refusal) => (status(portal, &refusal), error_body(&refusal, version)),
    };
    match format {
        Format::Json => response::json_text(status, &body),
        Format::Xml => response::xml_text(status, &body),
    }
}

fn error_body(refusal: &Refusal, version: Version) -> Value {
    match version {
        Version::V2 => refusal.body(),
        Version::V3 => json!({
            "error": {"code": refusal.code, "message": refusal.description}
        }),
    }
}

/// Checks the portal, the method, the caller and the connector's licence in the portal's order
/// (§2.1), then runs the method.
async fn call_method(portal: &Arc<Portal>, request: RestRequest) -> Result<Value, Refusal> {
    let switches = portal.switches();
    if switches.portal_deleted {
        return Err(refusal("PORTAL_DELETED"));
    }
    let name = &request.route.method;
    let method = match request.route.version {
        Version::V2 => methods::find(portal, name)?,
        Version::V3 => methods::find_stub(portal, name.to_lowercase())?,
    };
    let caller = request
        .credential
        .accept(portal, &request.tree, method.scopes())?;
    if !caller.connector.is_empty() && !switches.auth_connector && !switches.self_hosted {
        return Err(refusal("connector_license"));
    }
    let params = Params::new(request.tree);
    let call = Call {
        portal,
        caller: &caller,
        params: &params,
    };
    let (answer, time) = run_metered(call, &method).await?;
    Ok(answer.into_body(time))
}

fn refused(portal: &Portal, refusal: &Refusal) -> Response<Body> {
    response::json(status(portal, refusal), &refusal.body())
}

fn status(portal: &Portal, refusal: &Refusal) -> u16 {
    match portal.switches().statuses {
        Statuses::Server => refusal.status,
        Statuses::Documented => documented_status(refusal),
    }
}
