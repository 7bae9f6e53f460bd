//! Changing objects. Each change fires its events with the data of their pages.

use std::sync::Arc;

use rusqlite::Result;
use serde_json::{Value, json};

use super::ObjectType;
use super::fields::READ_ONLY;
use crate::clock;
use crate::events::{self, Cause, Effects, Event};
use crate::php::brackets::Tree;
use crate::portal::Portal;
use crate::store::objects::{self, Object};

/// Who changes an object.
pub struct Author {
    /// `None`: a robot.
    pub user: Option<i64>,
    /// The REST call that changes it, if one does.
    pub cause: Option<Cause>,
    /// See [`crate::store::tokens::MAX_DEPTH`].
    pub depth: i64,
}

/// Creates an object; `id` none: the next one. Returns its ID, and what its event led to.
pub fn add(
    portal: &Arc<Portal>,
    object_type: ObjectType,
    id: Option<i64>,
    given: Tree,
    author: Author,
) -> Result<(i64, Effects)> {
    let id = match id {
        Some(id) => id,
        None => next_id(portal, object_type)?,
    };
    create(portal, object_type, id, given, author.user)?;
    Ok((id, emit(portal, object_type, "ADD", id, author)?))
}

/// Creates an object without an event.
pub fn create(
    portal: &Portal,
    object_type: ObjectType,
    id: i64,
    given: Tree,
    user: Option<i64>,
) -> Result<()> {
    let mut fields = defaults(object_type, id, user);
    set(&mut fields, given);
    let object = Object { id, fields };
    portal
        .store
        .with(|db| objects::save(db, object_type.id, &object))
}

/// Changes fields of an object. `None`: there is none.
pub fn update(
    portal: &Arc<Portal>,
    object_type: ObjectType,
    id: i64,
    given: Tree,
    author: Author,
) -> Result<Option<Effects>> {
    let changed = portal.store.with(|db| {
        let Some(mut fields) = objects::find(db, object_type.id, id)? else {
            return Ok::<bool, rusqlite::Error>(false);
        };
        set(&mut fields, given);
        fields.insert("DATE_MODIFY".to_owned(), now());
        fields.insert("MODIFY_BY_ID".to_owned(), user_id(author.user));
        objects::save(db, object_type.id, &Object { id, fields })?;
        Ok(true)
    })?;
    changed
        .then(|| emit(portal, object_type, "UPDATE", id, author))
        .transpose()
}

/// Deletes an object. `None`: there is none.
pub fn delete(
    portal: &Arc<Portal>,
    object_type: ObjectType,
    id: i64,
    author: Author,
) -> Result<Option<Effects>> {
    let deleted = portal
        .store
        .with(|db| objects::delete(db, object_type.id, id))?;
    deleted
        .then(|| emit(portal, object_type, "DELETE", id, author))
        .transpose()
}

/// The next ID that no object of the type has.
fn next_id(portal: &Portal, object_type: ObjectType) -> Result<i64> {
    let kind = match object_type.name() {
        Some(name) => name.to_owned(),
        None => format!("type.{}", object_type.id),
    };
    loop {
        let id = portal.store.next_id(&kind)?;
        let taken = portal
            .store
            .with(|db| objects::find(db, object_type.id, id))?;
        if taken.is_none() {
            return Ok(id);
        }
    }
}

/// What an object has without being given it.
fn defaults(object_type: ObjectType, id: i64, user: Option<i64>) -> Tree {
    let mut fields = Tree::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    match object_type {
        ObjectType::LEAD => put("STATUS_ID", json!("NEW")),
        ObjectType::DEAL => put("STAGE_ID", json!("NEW")),
        _ => None,
    };
    match object_type.name() {
        Some("contact") => put("NAME", json!(format!("Contact #{id}"))),
        Some(name) => put("TITLE", json!(title(name, id))),
        None => put("TITLE", json!(format!("Item #{id}"))),
    };
    for name in ["ASSIGNED_BY_ID", "CREATED_BY_ID", "MODIFY_BY_ID"] {
        put(name, user_id(user));
    }
    put("OPENED", json!("Y"));
    put("DATE_CREATE", now());
    put("DATE_MODIFY", now());
    fields
}

fn title(name: &str, id: i64) -> String {
    let (first, rest) = name.split_at(1);
    format!("{}{rest} #{id}", first.to_uppercase())
}

fn set(fields: &mut Tree, given: Tree) {
    let allowed = given
        .into_iter()
        .filter(|(name, _)| !READ_ONLY.contains(&name.as_str()));
    fields.extend(allowed);
}

fn now() -> Value {
    json!(clock::iso(clock::now()))
}

fn user_id(user: Option<i64>) -> Value {
    json!(user.unwrap_or(0).to_string())
}

/// Emits the events of a change. Returns what the first of them led to.
fn emit(
    portal: &Arc<Portal>,
    object_type: ObjectType,
    change: &str,
    id: i64,
    author: Author,
) -> Result<Effects> {
    let Author { user, cause, depth } = author;
    let mut all: Option<Effects> = None;
    for code in object_type.event_codes(change) {
        let event = Event {
            code,
            data: event_data(object_type, id),
            user,
            application: None,
            cause: cause.clone(),
            depth,
        };
        let effects = events::emit(portal, &event)?;
        all.get_or_insert(effects);
    }
    Ok(all.unwrap_or_default())
}

/// `data` of an event about one object.
fn event_data(object_type: ObjectType, id: i64) -> Value {
    let id = id.to_string();
    match object_type.name() {
        Some(_) => json!({"FIELDS": {"ID": id}}),
        None => json!({"FIELDS": {"ID": id, "ENTITY_TYPE_ID": object_type.id.to_string()}}),
    }
}
