//! What the portal shows of itself: the ready line and `/control/state`.

use serde_json::{Value, json};

use crate::apps::application::App;
use crate::portal::Portal;
use crate::store::tokens::TokenPair;

impl Portal {
    /// The ready line: addresses, tokens and secrets. Those of the first application stand by
    /// themselves, as they do in a portal that has no other.
    pub(crate) fn ready(&self, ca: Value) -> Value {
        let (addresses, other) = (&self.addresses, self.users.first_other());
        let mut ready = json!({
            "portal": format!("{}/", addresses.portal),
            "renamedPortal": format!("{}/", addresses.renamed),
            "authorizationServer": format!("{}/", addresses.authorization),
            "rest": addresses.rest(),
            "webhook": self.webhook_url(self.users.first_admin()),
            "userWebhook": other.map(|user| self.webhook_url(user)),
            "memberId": self.identity.member_id,
            "inbox": format!("{}/inbox/", addresses.portal),
            "control": format!("{}/control/", addresses.portal),
            "ca": ca,
            "applications": self.apps.iter().map(|app| self.ready_application(app)).collect::<Value>(),
        });
        if let (Value::Object(all), Value::Object(mut first)) =
            (&mut ready, self.ready_application(self.apps.first()))
        {
            first.retain(|name, _| !["name", "installUrl"].contains(&name.as_str()));
            all.extend(first);
        }
        ready
    }

    fn ready_application(&self, app: &App) -> Value {
        let admin = self.tokens(app, Some(self.users.first_admin()));
        let user = self.tokens(app, self.users.first_other());
        let client = self.client(app);
        json!({
            "name": app.name,
            "app": app.url,
            "installUrl": app.install_url,
            "accessToken": admin.map(|pair| &pair.access),
            "refreshToken": admin.map(|pair| &pair.refresh),
            "userAccessToken": user.map(|pair| &pair.access),
            "userRefreshToken": user.map(|pair| &pair.refresh),
            "clientId": client.map(|client| &client.client_id),
            "clientSecret": client.map(|client| &client.client_secret),
            "applicationToken": client.map(|client| &client.application_token),
        })
    }

    fn tokens(&self, app: &App, user: Option<i64>) -> Option<&TokenPair> {
        self.client(app)?.tokens(user?)
    }

    /// What `/control/state` shows of an application and the portal.
    pub(crate) fn state(&self, app: &App) -> Value {
        let (switches, identity) = (self.switches_of(&app.name), &self.identity);
        let admin = self.tokens(app, Some(self.users.first_admin()));
        let user = self.tokens(app, self.users.first_other());
        let client = self.client(app);
        json!({
            "portal": format!("{}/", self.addresses.portal),
            "renamedPortal": format!("{}/", self.addresses.renamed),
            "app": app.url,
            "memberId": identity.member_id,
            "applicationToken": client.map(|client| &client.application_token),
            "clientId": client.map(|client| &client.client_id),
            "clientSecret": client.map(|client| &client.client_secret),
            "tokens": {
                "admin": admin.map(|pair| &pair.access), "user": user.map(|pair| &pair.access),
            },
            "refreshTokens": {
                "admin": admin.map(|pair| &pair.refresh), "user": user.map(|pair| &pair.refresh),
            },
            "webhook": self.webhook_url(self.users.first_admin()),
            "webhookApplicationTokens": identity.webhook_application_tokens(),
            "application": {
                "name": app.name,
                "installUrl": app.install_url,
                "apiOnly": app.api_only,
                "installed": switches.installed,
                "active": switches.active,
                "version": switches.version,
                "paymentExpired": switches.payment_expired,
                "scopes": switches.scopes,
            },
            "applications": self.apps.iter().map(|app| self.summary(app)).collect::<Value>(),
            "user": {"id": self.user, "admin": switches.is_admin(self.user)},
            "switches": *switches,
        })
    }

    fn summary(&self, app: &App) -> Value {
        let installed = self.switches_of(&app.name).installed;
        json!({"name": app.name, "title": app.title(), "installed": installed})
    }
}
