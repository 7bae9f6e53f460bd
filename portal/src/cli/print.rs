//! `--print-config`: all that is in force, as a configuration file, with where each line comes from.

use bx24_portal::{App, User};
use serde::Serialize;
use serde_json::{Value, json};

use super::file::USUAL;
use super::in_force::{InForce, Source};

/// What stands in place of a secret.
const HIDDEN: &str = "*** (hidden)";

/// The text.
pub fn print(all: &InForce) -> Result<String, toml::ser::Error> {
    let mut lines = vec![match &all.file {
        Some(file) => format!("# flags, then `{file}`, then defaults; secrets are hidden"),
        None => format!("# flags, then defaults: there is no `{USUAL}`; secrets are hidden"),
    }];
    for (name, value, source) in &all.listed {
        lines.push(option(all, name, value, *source)?);
    }
    for app in &all.apps {
        lines.push(String::new());
        lines.push(table("apps", &hidden_app(app))?);
    }
    for user in &all.users {
        lines.push(String::new());
        lines.push(table("users", &hidden_user(user))?);
    }
    Ok(lines.join("\n"))
}

fn option(
    all: &InForce,
    name: &str,
    value: &Value,
    source: Source,
) -> Result<String, toml::ser::Error> {
    if value.is_null() || *value == json!([]) {
        return Ok(format!("# {name} is not set"));
    }
    let from = match source {
        Source::Flag => "flag",
        Source::File => all.file.as_deref().unwrap_or(USUAL),
        Source::Default => "default",
    };
    let value = toml::Value::try_from(value)?;
    Ok(format!("{name} = {value} # {from}"))
}

fn table(name: &str, entry: &impl Serialize) -> Result<String, toml::ser::Error> {
    let text = toml::to_string(entry)?;
    Ok(format!("[[{name}]]\n{}", text.trim_end()))
}

fn hidden_app(app: &App) -> App {
    App {
        client_secret: hidden(app.client_secret.as_ref()),
        application_token: hidden(app.application_token.as_ref()),
        ..app.clone()
    }
}

fn hidden_user(user: &User) -> User {
    User {
        webhook_secret: hidden(user.webhook_secret.as_ref()),
        ..user.clone()
    }
}

fn hidden(secret: Option<&String>) -> Option<String> {
    secret.map(|_| HIDDEN.to_owned())
}
