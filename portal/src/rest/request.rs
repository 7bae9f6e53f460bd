//! A REST request as it arrives.

use std::net::IpAddr;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, Method};

use super::credential::Credential;
use super::methods::event::checks::WEBHOOK_WARNING;
use super::methods::{self, batch};
use super::params::Params;
use super::route::Route;
use crate::journal::NewEntry;
use crate::php::body;
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::refusal::Refusal;

/// A request, its body read and its credential looked up.
pub struct RestRequest {
    pub http_method: Method,
    pub source: IpAddr,
    pub route: Route,
    pub headers: HeaderMap,
    /// Query and body.
    pub tree: Tree,
    pub credential: Credential,
}

impl RestRequest {
    /// Reads the body and looks up the credential.
    pub async fn read(
        portal: &Arc<Portal>,
        path: &str,
        source: IpAddr,
        request: Request,
    ) -> Result<Self, Refusal> {
        let http_method = request.method().clone();
        let headers = request.headers().clone();
        let route = Route::parse(path);
        let tree = body::read(request).await?;
        let credential = Credential::find(portal, &headers, route.webhook.as_ref(), &tree)?;
        Ok(Self {
            http_method,
            source,
            route,
            headers,
            tree,
            credential,
        })
    }

    /// Its entry in the journal.
    pub fn entry(&self, portal: &Portal) -> NewEntry<'_> {
        NewEntry {
            http_method: &self.http_method,
            path: self.route.masked_path(),
            method: &self.route.method,
            headers: &self.headers,
            application: self.credential.application(),
            user: self.credential.user(),
            params: &self.tree,
            warning: self.warning(portal),
        }
    }

    fn warning(&self, portal: &Portal) -> Option<String> {
        let webhook = matches!(self.credential, Credential::Webhook(_));
        let method = self.route.method.to_lowercase();
        let is_event_method = method == "events" || method.starts_with("event.");
        if webhook && is_event_method {
            return Some(WEBHOOK_WARNING.to_owned());
        }
        let mut called = vec![method.clone()];
        if method == "batch" {
            called = batch::called(&Params::new(self.tree.clone()));
        }
        called
            .iter()
            .find_map(|name| methods::unknown(portal, name))
    }
}
