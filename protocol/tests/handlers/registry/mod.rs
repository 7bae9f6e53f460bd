//! A portal's registry of handlers in memory: `event.bind`, `event.unbind` and `event.get` as
//! contract §3.1 to §3.3 say.

mod methods;
mod params;

use bx24_protocol::Error;
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use bx24_protocol::wire::command::Command;
use serde_json::json;

pub use methods::portal;
pub use params::{params, text};

pub const ADMIN: User = User { id: 1, admin: true };

pub const PLAIN: User = User {
    id: 15,
    admin: false,
};

/// A row as the portal stores it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Row {
    pub event: String,
    pub url: String,
    pub user: i64,
    pub offline: bool,
    pub connector: String,
    pub options: Option<String>,
}

/// What `event.get` shows of a row: an online handler's connector and options are hidden.
pub type Shown = (String, String, i64, bool, String);

impl Row {
    pub fn online(event: &str, url: &str, user: i64, connector: &str) -> Self {
        Self {
            event: event.into(),
            url: url.into(),
            user,
            offline: false,
            connector: connector.into(),
            options: None,
        }
    }

    pub fn offline(event: &str, connector: &str) -> Self {
        Self {
            offline: true,
            ..Self::online(event, "", 0, connector)
        }
    }

    pub fn shown(&self) -> Shown {
        let connector = if self.offline {
            self.connector.clone()
        } else {
            String::new()
        };
        (
            self.event.clone(),
            self.url.clone(),
            self.user,
            self.offline,
            connector,
        )
    }

    fn key(&self) -> (&str, &str, i64, &str) {
        (&self.event, &self.url, self.user, &self.connector)
    }
}

/// One application's handlers.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    pub rows: Vec<Row>,
    pub events: Vec<String>,
}

impl Registry {
    pub fn new(rows: &[Row]) -> Self {
        let events = [
            "ONCRMLEADADD",
            "ONCRMDEALADD",
            "ONCRMDEALUPDATE",
            "ONOFFLINEEVENT",
            "ONAPPTEST",
        ];
        Self {
            rows: rows.to_vec(),
            events: events.map(String::from).to_vec(),
        }
    }

    pub fn snapshot(&self, caller: User) -> Snapshot {
        let visible = self.rows.iter().filter(|row| visible(row, caller));
        let listed = visible.map(|row| {
            Handler::from_row(&match row.offline {
                true => json!({ "event": row.event, "connector_id": row.connector, "offline": 1 }),
                false => json!({
                    "event": row.event,
                    "handler": row.url,
                    "auth_type": row.user.to_string(),
                    "offline": 0,
                }),
            })
        });
        Snapshot {
            rows: listed.collect(),
            events: self.events.clone(),
            user: caller,
            app: Some(App {
                installed: true,
                payment_expired: false,
            }),
            scopes: Some(vec!["crm".into()]),
            webhook: false,
            offline_extended: None,
        }
    }

    /// What `event.get` shows, sorted.
    pub fn shown(&self, caller: User) -> Vec<Shown> {
        let mut list: Vec<Shown> = self
            .rows
            .iter()
            .filter(|row| visible(row, caller))
            .map(Row::shown)
            .collect();
        list.sort();
        list.dedup();
        list
    }

    pub fn call(
        &mut self,
        command: &Command,
        connector: Option<&str>,
        caller: User,
    ) -> Result<(), Error> {
        let connector = connector.unwrap_or_default();
        match &*command.method {
            "event.bind" => self.bind(&params(command), connector, caller),
            "event.unbind" => self.unbind(&params(command), connector, caller),
            other => panic!("a sync calls `{other}`"),
        }
    }
}

pub fn visible(row: &Row, caller: User) -> bool {
    caller.admin || (!row.offline && row.user == caller.id)
}
