//! `crm.lead.*`, `crm.deal.*`, `crm.contact.*`, `crm.company.*`.

use serde_json::{Map, Value, json};

use super::query::Query;
use super::{author, given_fields};
use crate::crm::{self, ObjectType, fields as known};
use crate::php;
use crate::php::brackets::Tree;
use crate::refusal::Refusal;
use crate::rest::method::{Call, MethodResult};
use crate::store::objects::{self, Object};

/// Answers the new object's ID.
pub fn add(call: Call<'_>, object_type: ObjectType) -> MethodResult {
    let fields = given_fields(call.params)?;
    let (id, _) = crm::add(call.portal, object_type, None, fields, author(call.caller))?;
    Ok(json!(id).into())
}

/// All fields of one object.
pub fn get(call: Call<'_>, object_type: ObjectType) -> MethodResult {
    let id = id(call)?;
    let store = &call.portal.store;
    let fields = store.with(|db| objects::find(db, object_type.id, id))?;
    let fields = fields.ok_or_else(not_found)?;
    Ok(shown(object_type, &Object { id, fields }).into())
}

/// One page of those that the call asks for.
pub fn list(call: Call<'_>, object_type: ObjectType) -> MethodResult {
    let query = Query::parse(call.params, object_type, str::to_owned)?;
    let mut answer = query.run(&call.portal.store, |object| shown(object_type, object))?;
    if let Value::Array(objects) = &mut answer.result {
        objects.iter_mut().for_each(|object| query.select(object));
    }
    Ok(answer)
}

/// Answers true.
pub fn update(call: Call<'_>, object_type: ObjectType) -> MethodResult {
    let (id, fields) = (id(call)?, given_fields(call.params)?);
    let changed = crm::update(call.portal, object_type, id, fields, author(call.caller))?;
    if changed.is_some() {
        Ok(json!(true).into())
    } else {
        Err(not_found())
    }
}

/// Answers true.
pub fn delete(call: Call<'_>, object_type: ObjectType) -> MethodResult {
    let deleted = crm::delete(call.portal, object_type, id(call)?, author(call.caller))?;
    if deleted.is_some() {
        Ok(json!(true).into())
    } else {
        Err(not_found())
    }
}

/// The fields that the portal knows.
pub fn fields(object_type: ObjectType) -> MethodResult {
    let describe = |field: known::Field| {
        let about = json!({
            "type": field.kind,
            "isRequired": false,
            "isReadOnly": field.is_read_only(),
            "isImmutable": false,
            "isMultiple": field.kind == "crm_multifield",
            "isDynamic": false,
            "title": field.name,
        });
        (field.name.to_owned(), about)
    };
    let all: Map<String, Value> = known::of(object_type).map(describe).collect();
    Ok(Value::Object(all).into())
}

fn id(call: Call<'_>) -> Result<i64, Refusal> {
    match call.params.get("id").map_or(0, php::intval) {
        id if id > 0 => Ok(id),
        _ => Err(Refusal::new(400, "", "ID is not defined or invalid.")),
    }
}

/// An error without a code, as live portals send it.
fn not_found() -> Refusal {
    Refusal::new(400, "", "Not found")
}

/// Scalars are texts here.
fn shown(object_type: ObjectType, object: &Object) -> Value {
    let mut all = Tree::new();
    all.insert("ID".to_owned(), json!(object.id.to_string()));
    for field in known::of(object_type).filter(|field| field.name != "ID") {
        all.insert(field.name.to_owned(), Value::Null);
    }
    for (name, value) in &object.fields {
        let text = php::text(value).map(Value::String);
        all.insert(name.clone(), text.unwrap_or_else(|| value.clone()));
    }
    Value::Object(all)
}
