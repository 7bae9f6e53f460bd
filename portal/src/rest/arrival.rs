//! A request as it arrived.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method};

use super::route::Route;
use crate::journal::NewEntry;
use crate::php::body;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::rest::credential::Credential;
use crate::rest::methods::event;

/// Everything that a request says.
pub struct Arrival {
    pub verb: Method,
    pub source: IpAddr,
    pub route: Route,
    pub headers: HeaderMap,
    pub tree: Tree,
    pub credential: Credential,
}

impl Arrival {
    /// Reads body and credential.
    pub async fn read(
        portal: &Arc<Portal>,
        path: &str,
        source: IpAddr,
        request: Request,
    ) -> rusqlite::Result<Self> {
        let verb = request.method().clone();
        let headers = request.headers().clone();
        let route = Route::read(path);
        let tree = body::read(request).await;
        let credential = Credential::of(portal, &headers, route.webhook.as_ref(), &tree)?;
        Ok(Self {
            verb,
            source,
            route,
            headers,
            tree,
            credential,
        })
    }

    fn warning(&self) -> Option<&'static str> {
        let webhook = matches!(self.credential, Credential::Webhook(_));
        let method = self.route.method.to_lowercase();
        let is_event_method = method == "events" || method.starts_with("event.");
        (webhook && is_event_method).then_some(event::WEBHOOK_WARNING)
    }

    /// What the journal writes down.
    pub fn entry(&self) -> NewEntry<'_> {
        NewEntry {
            verb: &self.verb,
            path: self.route.shown(),
            method: &self.route.method,
            headers: &self.headers,
            application: self.credential.application(),
            user: self.credential.user(),
            params: &self.tree,
            warning: self.warning(),
        }
    }
}
