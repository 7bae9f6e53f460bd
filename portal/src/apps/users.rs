//! The portal's three users. The switch `admins` says who of them is an administrator.

/// The administrator, unless `admins` says otherwise.
pub const ADMIN: i64 = 1;
/// A user who is not an administrator, unless `admins` says otherwise.
pub const USER: i64 = 2;

/// One user of the portal.
pub struct User {
    /// The ID that `auth_type` names.
    pub id: i64,
    pub name: &'static str,
    pub last_name: &'static str,
}

impl User {
    /// Name and last name.
    pub fn full_name(&self) -> String {
        format!("{} {}", self.name, self.last_name)
    }
}

/// All users.
pub const USERS: [User; 3] = [
    User {
        id: ADMIN,
        name: "First",
        last_name: "Administrator",
    },
    User {
        id: USER,
        name: "Second",
        last_name: "User",
    },
    User {
        id: 15,
        name: "Fifteenth",
        last_name: "User",
    },
];

/// The application that a user's webhook is.
pub fn webhook_application(user: i64) -> String {
    format!("webhook.{user}")
}

/// The user with this id.
pub fn find(id: i64) -> Option<&'static User> {
    USERS.iter().find(|user| user.id == id)
}
