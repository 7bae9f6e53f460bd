//! `profile` and the methods of users (contract §4).

use serde_json::{Value, json};

use crate::php;
use crate::php::brackets::{self, Tree};
use crate::rest::answer::Answer;
use crate::rest::method::{Call, MethodResult};

/// `profile`: the caller; `[]` if the portal has no such user.
pub fn profile(call: Call<'_>) -> MethodResult {
    Ok(fields(call).into())
}

/// `user.current`: the same in the shape of the user methods.
pub fn user_current(call: Call<'_>) -> MethodResult {
    let mut user = fields(call);
    if let Value::Object(fields) = &mut user {
        fields.insert("ACTIVE".to_owned(), json!(true));
        fields.shift_remove("ADMIN");
    }
    Ok(user.into())
}

/// `user.admin`: whether the caller is an administrator.
pub fn user_admin(call: Call<'_>) -> MethodResult {
    Ok(json!(call.caller.admin).into())
}

/// `user.get`: the users whose fields are as the call says.
pub fn user_get(call: Call<'_>) -> MethodResult {
    let filter = call.params.get("filter").and_then(brackets::as_tree);
    let filter = filter.unwrap_or_else(|| call.params.tree.clone());
    let types = call.portal.switches().types;
    let all = call.portal.users.iter().map(|user| {
        json!({
            "ID": types.id(user.id),
            "ACTIVE": true,
            "NAME": user.name,
            "LAST_NAME": user.last_name,
            "USER_TYPE": "employee",
        })
    });
    let found: Vec<Value> = all.filter(|user| fits(user, &filter)).collect();
    Ok(Answer {
        total: i64::try_from(found.len()).ok(),
        result: Value::Array(found),
        next: None,
    })
}

/// Fields that users here do not have restrict nothing.
fn fits(user: &Value, filter: &Tree) -> bool {
    filter.iter().all(|(name, wanted)| {
        let Some(value) = user.get(name.to_uppercase()) else {
            return true;
        };
        let wanted = php::items(wanted).unwrap_or_else(|| vec![wanted]);
        wanted
            .iter()
            .any(|wanted| php::text(wanted) == php::text(value))
    })
}

fn fields(call: Call<'_>) -> Value {
    let Some(user) = call.portal.users.find(call.caller.user) else {
        return json!([]);
    };
    json!({
        "ID": call.portal.switches().types.id(user.id),
        "ADMIN": call.caller.admin,
        "NAME": user.name,
        "LAST_NAME": user.last_name,
        "PERSONAL_GENDER": "",
        "TIME_ZONE": "",
    })
}
