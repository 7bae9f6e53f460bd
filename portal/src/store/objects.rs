//! The objects of the CRM: one table for all types, any field.

use rusqlite::{Connection, OptionalExtension as _, Result, params, params_from_iter};

use serde::Serialize;

use super::condition::Condition;
use crate::php::brackets::Tree;

/// One object, as `/control/objects` shows it. `ID` is not among its fields.
#[derive(Serialize)]
pub struct Object {
    pub id: i64,
    pub fields: Tree,
}

/// The object, if there is one.
pub fn find(db: &Connection, type_id: i64, id: i64) -> Result<Option<Tree>> {
    let sql = "SELECT fields FROM object WHERE type = ?1 AND id = ?2";
    let text: Option<String> = db
        .prepare_cached(sql)?
        .query_row([type_id, id], |row| row.get(0))
        .optional()?;
    Ok(text.map(|text| serde_json::from_str(&text).unwrap_or_default()))
}

/// Adds an object, or replaces its fields.
pub fn save(db: &Connection, type_id: i64, object: &Object) -> Result<()> {
    let sql = "INSERT OR REPLACE INTO object (type, id, fields) VALUES (?1, ?2, ?3)";
    let fields = serde_json::to_string(&object.fields).map_err(super::not_storable)?;
    db.prepare_cached(sql)?
        .execute(params![type_id, object.id, fields])?;
    Ok(())
}

/// Deletes an object. `false`: there is none.
pub fn delete(db: &Connection, type_id: i64, id: i64) -> Result<bool> {
    let sql = "DELETE FROM object WHERE type = ?1 AND id = ?2";
    Ok(db.prepare_cached(sql)?.execute([type_id, id])? == 1)
}

/// Every object of a type.
pub fn of_type(type_id: i64) -> Condition {
    Condition {
        sql: "type = ?".to_owned(),
        values: vec![type_id.into()],
    }
}

/// The objects for which the condition holds; `page` is the ORDER BY and LIMIT part.
pub fn select(db: &Connection, condition: &Condition, page: &str) -> Result<Vec<Object>> {
    let Condition { sql, values } = condition;
    let sql = format!("SELECT id, fields FROM object WHERE {sql} {page}");
    let mut statement = db.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(values), |row| {
        let text: String = row.get(1)?;
        Ok(Object {
            id: row.get(0)?,
            fields: serde_json::from_str(&text).unwrap_or_default(),
        })
    })?;
    rows.collect()
}

/// The number of objects for which the condition holds.
pub fn count(db: &Connection, condition: &Condition) -> Result<i64> {
    let Condition { sql, values } = condition;
    let sql = format!("SELECT count(*) FROM object WHERE {sql}");
    db.query_row(&sql, params_from_iter(values), |row| row.get(0))
}
