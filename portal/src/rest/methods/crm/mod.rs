//! The methods of the CRM: `crm.lead.*` and the like, and `crm.item.*` for all types.

mod item;
mod named;
mod query;

use crate::crm::{Author, ObjectType};
use crate::events::Cause;
use crate::php::brackets::{self, Tree};
use crate::refusal::Refusal;
use crate::rest::caller::Caller;
use crate::rest::method::Method;
use crate::rest::params::Params;

const SCOPES: &[&str] = &["crm"];

macro_rules! named_methods {
    ($name:literal, $type:expr) => {
        [
            Method::new(concat!("crm.", $name, ".add"), SCOPES, |call| {
                named::add(call, $type)
            }),
            Method::new(concat!("crm.", $name, ".get"), SCOPES, |call| {
                named::get(call, $type)
            }),
            Method::new(concat!("crm.", $name, ".list"), SCOPES, |call| {
                named::list(call, $type)
            }),
            Method::new(concat!("crm.", $name, ".update"), SCOPES, |call| {
                named::update(call, $type)
            }),
            Method::new(concat!("crm.", $name, ".delete"), SCOPES, |call| {
                named::delete(call, $type)
            }),
            Method::new(concat!("crm.", $name, ".fields"), SCOPES, |_| {
                named::fields($type)
            }),
        ]
    };
}

const LEAD: [Method; 6] = named_methods!("lead", ObjectType::LEAD);
const DEAL: [Method; 6] = named_methods!("deal", ObjectType::DEAL);
const CONTACT: [Method; 6] = named_methods!("contact", ObjectType::CONTACT);
const COMPANY: [Method; 6] = named_methods!("company", ObjectType::COMPANY);
const ITEM: [Method; 6] = [
    Method::new("crm.item.add", SCOPES, item::add),
    Method::new("crm.item.get", SCOPES, item::get),
    Method::new("crm.item.list", SCOPES, item::list),
    Method::new("crm.item.update", SCOPES, item::update),
    Method::new("crm.item.delete", SCOPES, item::delete),
    Method::new("crm.item.fields", SCOPES, item::fields),
];

/// All of them.
pub fn methods() -> impl Iterator<Item = &'static Method> {
    const ALL: [&[Method]; 5] = [&LEAD, &DEAL, &CONTACT, &COMPANY, &ITEM];
    ALL.into_iter().flatten()
}

/// The caller, as the author of a change.
fn author(caller: &Caller) -> Author {
    Author {
        user: Some(caller.user),
        cause: Some(Cause {
            application: caller.application.clone(),
            connector: caller.connector.clone(),
        }),
        depth: caller.depth,
    }
}

/// `fields` of the call, which has to be an array or an object.
fn given_fields(params: &Params) -> Result<Tree, Refusal> {
    let fields = params.get("fields").and_then(brackets::as_tree);
    fields.ok_or_else(|| Refusal::new(400, "", "Parameter 'fields' must be array."))
}
