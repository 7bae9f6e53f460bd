//! A portal's registry of handlers in memory: event.bind, event.unbind and event.get as contract
//! §3.1 to §3.3 say, and a runner that sends a sync's batches to it.

use bx24_protocol::Error;
use bx24_protocol::handlers::apply::{Applier, Batch};
use bx24_protocol::handlers::handler::{Handler, User};
use bx24_protocol::handlers::snapshot::{App, Snapshot};
use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::{Params, Value};
use serde_json::json;

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

    fn bind(&mut self, params: &Params, connector: &str, caller: User) -> Result<(), Error> {
        let mut user: i64 = text(params, "auth_type")
            .and_then(|id| id.parse().ok())
            .unwrap_or(0)
            .max(0);
        if user > 0 && !caller.admin && user != caller.id {
            return Err(denied());
        }
        if user == 0 && !caller.admin {
            user = caller.id;
        }
        let event = text(params, "event").unwrap_or_default().to_uppercase();
        let url = text(params, "handler").unwrap_or_default().to_owned();
        let offline = text(params, "event_type") == Some("offline");
        if event.is_empty() {
            return Err(portal(
                "ERROR_ARGUMENT",
                "Argument 'EVENT' is null or empty",
            ));
        }
        if offline && !caller.admin {
            return Err(denied());
        }
        if !offline {
            check_url(&url)?;
        }
        if !self.events.contains(&event) {
            return Err(portal("ERROR_EVENT_NOT_FOUND", "Event not found"));
        }
        if offline && event == "ONOFFLINEEVENT" {
            return Err(portal(
                "ERROR_ARGUMENT",
                "Offline event cannot be registered for this event.",
            ));
        }
        let mut row = if offline {
            Row::offline(&event, connector)
        } else {
            Row::online(&event, &url, user, connector)
        };
        row.options = text(params, "options").map(Into::into);
        if self
            .rows
            .iter()
            .any(|other| other.offline == offline && other.key() == row.key())
        {
            return Err(portal(
                "ERROR_CORE",
                "Unable to set event handler: Handler already binded",
            ));
        }
        self.rows.push(row);
        Ok(())
    }

    fn unbind(&mut self, params: &Params, connector: &str, caller: User) -> Result<(), Error> {
        let event = text(params, "event").unwrap_or_default().to_uppercase();
        if text(params, "event_type") == Some("offline") {
            if !caller.admin {
                return Err(denied());
            }
            self.rows
                .retain(|row| !(row.offline && row.event == event && row.connector == connector));
            return Ok(());
        }
        let url = text(params, "handler").filter(|url| !url.is_empty());
        let url =
            url.ok_or_else(|| portal("ERROR_ARGUMENT", "Argument 'HANDLER' is null or empty"))?;
        let user = text(params, "auth_type");
        if user.is_some() && !caller.admin {
            return Err(denied());
        }
        let user = match user {
            None if caller.admin => None,
            None => Some(caller.id),
            Some(id) => Some(id.parse().unwrap_or(0)),
        };
        self.rows.retain(|row| {
            row.offline
                || row.event != event
                || row.url != url
                || user.is_some_and(|user| row.user != user)
        });
        Ok(())
    }
}

/// Whether a batch comes before a cut, is cut off before it was executed, or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Never,
    /// The page is gone before request number n.
    Before(usize),
    /// The page is gone after request number n was executed, before its answer.
    After(usize),
}

/// Sends a sync's batches to the registry until it is over or cut; gives the batches sent.
pub fn run(
    sync: &mut Applier,
    registry: &mut Registry,
    caller: User,
    cut: Cut,
    fault: &mut dyn FnMut(&Command) -> Option<Fault>,
) -> Vec<Batch> {
    let mut sent = Vec::new();
    while let Some(batch) = sync.next_batch() {
        assert!(
            (1..=50).contains(&batch.commands.len()),
            "a batch of {}",
            batch.commands.len()
        );
        if cut == Cut::Before(sent.len()) {
            return sent;
        }
        let results = batch.commands.iter().map(|command| match fault(command) {
            None => registry.call(command, batch.connector.as_deref(), caller),
            Some(fault) => {
                if fault.executed {
                    let _ = registry.call(command, batch.connector.as_deref(), caller);
                }
                Err(portal(fault.code, fault.text))
            }
        });
        let results = results.collect();
        sent.push(batch);
        if cut == Cut::After(sent.len() - 1) {
            return sent;
        }
        sync.answered(results);
        assert!(sent.len() < 500, "a sync without end");
    }
    sent
}

/// An answer that says something else than what happened.
#[derive(Clone, Copy, Debug)]
pub struct Fault {
    pub executed: bool,
    pub code: &'static str,
    pub text: &'static str,
}

pub fn healthy(_: &Command) -> Option<Fault> {
    None
}

pub fn portal(code: &str, description: &str) -> Error {
    Error::new(code, description).with_status(400)
}

fn denied() -> Error {
    Error::new("ACCESS_DENIED", "Access denied!").with_status(403)
}

pub fn visible(row: &Row, caller: User) -> bool {
    caller.admin || (!row.offline && row.user == caller.id)
}

pub fn text<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params
        .iter()
        .find(|(key, _)| key == name)
        .and_then(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
}

/// Rows 6 to 8 of §3.1, for the plain URLs that the tests use.
fn check_url(url: &str) -> Result<(), Error> {
    if url.is_empty() {
        return Err(portal(
            "ERROR_ARGUMENT",
            "Argument 'HANDLER' is null or empty",
        ));
    }
    let host = url.split_once("//").map_or("", |(_, rest)| {
        rest.split(['/', ':', '?']).next().unwrap_or("")
    });
    if host.find('.').unwrap_or(0) == 0 {
        return Err(portal("ERROR_WRONG_HANDLER_URL", "Wrong handler URL"));
    }
    if !url.starts_with("http://") && !url.starts_with("https://") {
        return Err(portal(
            "ERROR_UNSUPPORTED_PROTOCOL",
            "Unsupported handler protocol",
        ));
    }
    Ok(())
}

/// The parameters of a command, decoded: what is nested keeps its brackets in its name.
pub fn params(command: &Command) -> Params {
    let command = command.in_batch();
    let body = command.split_once('?').map_or("", |(_, body)| body);
    let pairs = body.split('&').filter(|pair| !pair.is_empty());
    let decoded = pairs.filter_map(|pair| pair.split_once('='));
    decoded
        .map(|(name, text)| (decode(name), decode(text).into()))
        .collect()
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
