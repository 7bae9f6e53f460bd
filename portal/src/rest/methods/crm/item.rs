//! `crm.item.*`: the same objects by `entityTypeId`, with fields in camel case.

use serde_json::{Map, Value, json};

use super::query::{self, Query};
use super::{author, given_fields};
use crate::crm::{self, ObjectType, fields as known};
use crate::php;
use crate::php::brackets::Tree;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};
use crate::rest::params::Params;
use crate::store::objects::{self, Object};

/// Names that are not the other spelling of each other: in the store, and in `crm.item.*`.
const RENAMED: [(&str, &str); 5] = [
    ("DATE_CREATE", "createdTime"),
    ("DATE_MODIFY", "updatedTime"),
    ("CREATED_BY_ID", "createdBy"),
    ("MODIFY_BY_ID", "updatedBy"),
    ("STATUS_ID", "stageId"),
];

/// Answers the new item.
pub fn add(call: Call<'_>) -> MethodResult {
    let object_type = object_type(call.params)?;
    let fields = stored_fields(object_type, given_fields(call.params)?);
    let (id, _) = crm::add(call.portal, object_type, None, fields, author(call.caller))?;
    item(call, object_type, id)
}

/// Answers one item.
pub fn get(call: Call<'_>) -> MethodResult {
    item(call, object_type(call.params)?, id(call.params))
}

/// Answers one page of items.
pub fn list(call: Call<'_>) -> MethodResult {
    let object_type = object_type(call.params)?;
    let stored: fn(&str) -> String = match object_type {
        ObjectType::LEAD => |name| stored_name(ObjectType::LEAD, name),
        _ => |name| stored_name(ObjectType::DEAL, name),
    };
    let query = Query::parse(call.params, object_type, stored)?;
    let mut answer = query.run(&call.portal.store, |object| shown(object_type, object))?;
    if let Value::Array(items) = &mut answer.result {
        items.iter_mut().for_each(|item| query.select(item));
    }
    Ok(query::named(answer, "items"))
}

/// Answers the item as it is now.
pub fn update(call: Call<'_>) -> MethodResult {
    let (object_type, id) = (object_type(call.params)?, id(call.params));
    let fields = stored_fields(object_type, given_fields(call.params)?);
    crm::update(call.portal, object_type, id, fields, author(call.caller))?;
    item(call, object_type, id)
}

/// Answers `[]`.
pub fn delete(call: Call<'_>) -> MethodResult {
    let (object_type, id) = (object_type(call.params)?, id(call.params));
    if crm::delete(call.portal, object_type, id, author(call.caller))?.is_some() {
        Ok(json!([]).into())
    } else {
        Err(not_found("Item"))
    }
}

/// The fields that the portal knows.
pub fn fields(call: Call<'_>) -> MethodResult {
    let object_type = object_type(call.params)?;
    let describe = |field: known::Field| {
        let about = json!({
            "type": field.kind,
            "isRequired": false,
            "isReadOnly": field.is_read_only(),
            "isMultiple": field.kind == "crm_multifield",
            "title": shown_name(field.name),
            "upperName": field.name,
        });
        (shown_name(field.name), about)
    };
    let all: Map<String, Value> = known::of(object_type).map(describe).collect();
    Ok(json!({"fields": all}).into())
}

fn object_type(params: &Params) -> Result<ObjectType, Refusal> {
    let id = params.get("entityTypeId").map_or(0, php::intval);
    ObjectType::find(id).ok_or_else(|| not_found("SPA"))
}

fn id(params: &Params) -> i64 {
    params.get("id").map_or(0, php::intval)
}

fn not_found(what: &str) -> Refusal {
    Refusal::new(400, "NOT_FOUND", &format!("{what} not found"))
}

fn item(call: Call<'_>, object_type: ObjectType, id: i64) -> MethodResult {
    let store = &call.portal.store;
    let fields = store.with(|db| objects::find(db, object_type.id, id))?;
    let fields = fields.ok_or_else(|| not_found("Item"))?;
    Ok(json!({"item": shown(object_type, &Object { id, fields })}).into())
}

fn shown(object_type: ObjectType, object: &Object) -> Value {
    let mut all = Tree::new();
    all.insert("id".to_owned(), json!(object.id));
    all.insert("entityTypeId".to_owned(), json!(object_type.id));
    for field in known::of(object_type).filter(|field| field.name != "ID") {
        all.insert(shown_name(field.name), Value::Null);
    }
    for (name, value) in &object.fields {
        let is_number = known::find(object_type, name).is_some_and(known::Field::is_number);
        let value = if is_number {
            number(value)
        } else {
            value.clone()
        };
        all.insert(shown_name(name), value);
    }
    Value::Object(all)
}

fn number(value: &Value) -> Value {
    let text = php::text(value).unwrap_or_default();
    let whole = text.parse::<i64>().map(Value::from);
    whole
        .or_else(|_| text.parse::<f64>().map(Value::from))
        .unwrap_or_else(|_| value.clone())
}

fn stored_fields(object_type: ObjectType, fields: Tree) -> Tree {
    let named = |(name, value): (String, Value)| (stored_name(object_type, &name), value);
    fields.into_iter().map(named).collect()
}

/// `assignedById` → `ASSIGNED_BY_ID`. Only leads keep their stage in `STATUS_ID`.
fn stored_name(object_type: ObjectType, name: &str) -> String {
    let renamed = RENAMED.iter().find(|(_, shown)| *shown == name);
    match renamed {
        Some((stored, _)) if *stored != "STATUS_ID" || object_type == ObjectType::LEAD => {
            (*stored).to_owned()
        }
        _ => {
            let mut upper = String::new();
            for letter in name.chars() {
                if letter.is_uppercase() {
                    upper.push('_');
                }
                upper.extend(letter.to_uppercase());
            }
            upper
        }
    }
}

/// `ASSIGNED_BY_ID` → `assignedById`.
fn shown_name(stored: &str) -> String {
    if let Some((_, shown)) = RENAMED.iter().find(|(known, _)| *known == stored) {
        return (*shown).to_owned();
    }
    let mut camel = String::new();
    let mut words = stored.split('_');
    camel.extend(words.next().map(str::to_lowercase));
    for word in words {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        // a number keeps its underscore: UF_CRM_12 is ufCrm_12
        if first.starts_with(|first: char| first.is_ascii_digit()) {
            camel.push('_');
        }
        camel += &first.to_uppercase();
        camel += &rest.to_lowercase();
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_both_ways() {
        for (stored, shown) in [
            ("TITLE", "title"),
            ("ASSIGNED_BY_ID", "assignedById"),
            ("DATE_CREATE", "createdTime"),
            ("UF_CRM_12", "ufCrm_12"),
        ] {
            assert_eq!(shown_name(stored), shown);
            assert_eq!(stored_name(ObjectType::DEAL, shown), stored);
        }
        assert_eq!(stored_name(ObjectType::LEAD, "stageId"), "STATUS_ID");
        assert_eq!(stored_name(ObjectType::DEAL, "stageId"), "STAGE_ID");
    }
}
