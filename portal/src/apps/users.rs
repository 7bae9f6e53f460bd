//! The portal's three users. Whether one is an administrator is a switch.

/// The administrator, unless switched.
pub const ADMIN: i64 = 1;
/// A user without administrator rights, unless switched.
pub const USER: i64 = 2;

/// One of the portal's people.
pub struct User {
    /// What `auth_type` means.
    pub id: i64,
    pub name: &'static str,
    pub last_name: &'static str,
}

/// All there are.
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

/// The user with this id.
pub fn find(id: i64) -> Option<&'static User> {
    USERS.iter().find(|user| user.id == id)
}
