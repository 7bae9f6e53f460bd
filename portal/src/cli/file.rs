//! The configuration file: the options, the apps and the users.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use bx24_portal::{App, User, nearest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use toml::Table;

use super::options::Options;

/// The file that is read if there is one and no other is named.
pub const USUAL: &str = "bx24-portal.toml";

/// What no error may quote.
const SECRETS: [&str; 3] = ["client-secret", "application-token", "webhook-secret"];

/// What a file says.
#[derive(Debug, Default)]
pub struct File {
    /// Its name; none: there is no file.
    pub name: Option<String>,
    pub options: Options,
    pub apps: Vec<App>,
    pub users: Vec<User>,
}

impl File {
    /// Reads this file; without one the usual one, if it is there.
    pub fn read(named: Option<&Path>) -> Result<Self, String> {
        let path = named.unwrap_or(Path::new(USUAL));
        let wrong = |error: String| format!("cannot use `{}`: {error}", path.display());
        match fs::read_to_string(path) {
            Ok(text) => Ok(Self {
                name: Some(path.display().to_string()),
                ..Self::parse(&text).map_err(wrong)?
            }),
            Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => {
                Ok(Self::default())
            }
            Err(error) => Err(wrong(error.to_string())),
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut table: Table = text.parse().map_err(|error| at_line(text, &error))?;
        let (apps, users) = (tables(&mut table, "apps")?, tables(&mut table, "users")?);
        Ok(Self {
            name: None,
            options: read(table, "", &["apps", "users"])?,
            apps: read_all(apps, "apps")?,
            users: read_all(users, "users")?,
        })
    }
}

/// Takes the list `[[name]]` out of the file.
fn tables(table: &mut Table, name: &str) -> Result<Vec<Table>, String> {
    let Some(value) = table.remove(name) else {
        return Ok(Vec::new());
    };
    let list = value.try_into();
    list.map_err(|_| format!("`{name}` must be a list of tables; begin each with `[[{name}]]`"))
}

fn read_all<T: Default + Serialize + DeserializeOwned>(
    tables: Vec<Table>,
    name: &str,
) -> Result<Vec<T>, String> {
    let place = format!(" in `[[{name}]]`");
    let all = tables.into_iter();
    all.map(|table| read(table, &place, &[])).collect()
}

/// Reads a table, which may have the fields of the type only; `others` are named too if it has another.
fn read<T: Default + Serialize + DeserializeOwned>(
    table: Table,
    place: &str,
    others: &[&str],
) -> Result<T, String> {
    let known = serde_json::to_value(T::default()).map_err(in_one_line)?;
    let known = known.as_object().into_iter().flat_map(|map| map.keys());
    let known: Vec<&str> = known.map(String::as_str).chain(others.to_vec()).collect();
    if let Some(unknown) = table.keys().find(|name| !known.contains(&name.as_str())) {
        let hint = nearest::hint(unknown, known.iter().copied());
        return Err(format!("there is no key `{unknown}`{place}{hint}"));
    }
    for name in SECRETS {
        if table.get(name).is_some_and(|value| !value.is_str()) {
            return Err(format!("`{name}`{place} must be a text, in quotes"));
        }
    }
    let read = T::deserialize(table).map_err(in_one_line);
    read.map_err(|error| format!("{error}{place}"))
}

/// Without the line itself, which may hold a secret.
fn at_line(text: &str, error: &toml::de::Error) -> String {
    let before = error.span().and_then(|span| text.get(..span.start));
    let line = before.unwrap_or_default().matches('\n').count() + 1;
    format!("line {line}: {}", in_one_line(error.message()))
}

fn in_one_line(error: impl ToString) -> String {
    let text = error.to_string();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
