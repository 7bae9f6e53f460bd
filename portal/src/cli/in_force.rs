//! What is in force: flags win over the file, and the file over the defaults.

use bx24_portal::{App, Config, Switches, Tls, UpdateHandlers, User, WebhookEvents};
use serde_json::{Map, Value};

use super::file::File;
use super::flags::Flags;
use super::options::{Options, Update, Webhooks};

/// Where an option comes from.
#[derive(Clone, Copy)]
pub enum Source {
    Flag,
    File,
    Default,
}

/// All that is in force.
pub struct InForce {
    /// The file's name; none: there is no file.
    pub file: Option<String>,
    /// Each option by its name, in the order in which they are declared; null: not set.
    pub listed: Vec<(String, Value, Source)>,
    pub apps: Vec<App>,
    pub users: Vec<User>,
    options: Options,
}

impl InForce {
    /// Merges them, and checks what belongs together.
    pub fn new(flags: &Flags, file: File) -> Result<Self, String> {
        let usual = Config::default();
        let users = or(file.users, usual.users);
        let flagged = flags.options(&users)?;
        let listed = merge(&to_json(&flagged), &to_json(&file.options))?;
        let options = listed
            .iter()
            .map(|(name, value, _)| (name.clone(), value.clone()));
        let options = from_json(options.collect())?;
        check(&options, &users)?;
        Ok(Self {
            apps: with_options(or(file.apps, usual.apps), &options),
            file: file.name,
            listed,
            users,
            options,
        })
    }

    /// The portal's configuration.
    pub fn config(self) -> Config {
        let usual = Config::default();
        let options = self.options;
        Config {
            switches: switches(&options, &self.users),
            listen: options.listen.unwrap_or(usual.listen),
            port: options.port.unwrap_or(usual.port),
            app_port: options.app_port.unwrap_or(usual.app_port),
            tls: match (options.tls_cert, options.tls_key) {
                (Some(certificate), Some(key)) => Some(Tls::Files { certificate, key }),
                _ => options.tls.unwrap_or(false).then_some(Tls::Own),
            },
            public: options.public,
            apps: self.apps,
            users: self.users,
            data: options.data,
            pkg: options.pkg.unwrap_or(usual.pkg),
            user: options.open_as,
            deliver_to: options.deliver_to,
            control_from: options.control_from,
            deliver_at_once: options
                .deliver_at_once
                .map_or(usual.deliver_at_once, |n| n.get().into()),
            time_limits: usual.time_limits,
        }
    }
}

fn or<T>(told: Vec<T>, usual: Vec<T>) -> Vec<T> {
    if told.is_empty() { usual } else { told }
}

/// Each option, from the first that sets it.
fn merge(
    flags: &Map<String, Value>,
    file: &Map<String, Value>,
) -> Result<Vec<(String, Value, Source)>, String> {
    let mut told = file.clone();
    told.extend(flags.clone().into_iter().filter(|(_, value)| is_set(value)));
    let defaults = to_json(&from_json(told.clone())?.defaults());
    let listed = told.into_iter().map(|(name, value)| {
        let source = if flags.get(&name).is_some_and(is_set) {
            Source::Flag
        } else if is_set(&value) {
            Source::File
        } else {
            let default = defaults.get(&name).cloned().unwrap_or_default();
            return (name, default, Source::Default);
        };
        (name, value, source)
    });
    Ok(listed.collect())
}

fn is_set(value: &Value) -> bool {
    !value.is_null() && value.as_array().is_none_or(|list| !list.is_empty())
}

fn to_json(options: &Options) -> Map<String, Value> {
    match serde_json::to_value(options) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

fn from_json(options: Map<String, Value>) -> Result<Options, String> {
    serde_json::from_value(Value::Object(options)).map_err(|error| error.to_string())
}

fn check(options: &Options, users: &[User]) -> Result<(), String> {
    if options.tls_cert.is_some() != options.tls_key.is_some() {
        return Err("`tls-cert` and `tls-key` belong together; give both or none".to_owned());
    }
    match options.open_as {
        Some(id) if users.iter().all(|user| user.id != id) => {
            Err(format!("`open-as`: there is no user `{id}`"))
        }
        _ => Ok(()),
    }
}

/// What is not in a list of apps is about the first.
fn with_options(mut apps: Vec<App>, options: &Options) -> Vec<App> {
    if let Some(first) = apps.first_mut() {
        first.url = options.app.clone().or(first.url.take());
        first.install_url = options.install_url.clone().or(first.install_url.take());
        first.api_only = options.api_only.unwrap_or(first.api_only);
    }
    apps
}

fn switches(options: &Options, users: &[User]) -> Switches {
    let admins = users.iter().filter(|user| user.admin);
    let usual = Switches::default();
    Switches {
        admins: admins.map(|user| user.id).collect(),
        webhook_events: match options.webhook_events {
            Some(Webhooks::Refused) => WebhookEvents::Refused,
            Some(Webhooks::Allowed) | None => WebhookEvents::Allowed,
        },
        update_handlers: match options.update_handlers {
            Some(Update::Kept) => UpdateHandlers::Kept,
            Some(Update::Removed) | None => UpdateHandlers::Removed,
        },
        require_https: options.require_https.unwrap_or(usual.require_https),
        ..usual
    }
}
