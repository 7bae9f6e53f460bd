//! `profile` and `user.current` (contract §4).

use serde_json::{Value, json};

use crate::apps::users;
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

fn fields(call: Call<'_>) -> Value {
    let Some(user) = users::find(call.caller.user) else {
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
