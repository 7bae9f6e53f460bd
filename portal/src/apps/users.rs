//! The portal's users. The switch `admins` says who of them is an administrator.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The administrator of a portal that is not told of other users.
pub const ADMIN: i64 = 1;

/// One user of the portal.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct User {
    /// The ID that `auth_type` names.
    pub id: i64,
    /// The first name.
    pub name: String,
    /// The last name.
    pub last_name: String,
    /// An administrator at the start.
    pub admin: bool,
    /// The secret of the user's webhook; without one it is random.
    pub webhook_secret: Option<String>,
}

/// Without the webhook's secret.
impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("id", &self.id)
            .field("admin", &self.admin)
            .finish_non_exhaustive()
    }
}

impl User {
    fn new(id: i64, name: &str, last_name: &str) -> Self {
        Self {
            id,
            name: name.to_owned(),
            last_name: last_name.to_owned(),
            admin: id == ADMIN,
            webhook_secret: None,
        }
    }

    fn check(&self) -> Result<(), String> {
        let secret = self.webhook_secret.as_deref().unwrap_or_default();
        if self.id < 1 {
            Err(format!("user `{}`: an ID is 1 or more", self.id))
        } else if !secret.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            Err(format!(
                "user `{}`: `webhook-secret` may have letters and digits only",
                self.id
            ))
        } else {
            Ok(())
        }
    }

    /// Name and last name.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{} {}", self.name, self.last_name)
            .trim()
            .to_owned()
    }
}

/// The users of a portal that is not told of others.
pub fn usual() -> Vec<User> {
    vec![
        User::new(ADMIN, "First", "Administrator"),
        User::new(2, "Second", "User"),
        User::new(15, "Fifteenth", "User"),
    ]
}

/// All users of a portal, an administrator among them.
pub struct Users(Vec<User>);

impl Users {
    /// Checks the list. The error says what is wrong with it.
    pub fn new(all: Vec<User>) -> Result<Self, String> {
        for (index, user) in all.iter().enumerate() {
            user.check()?;
            if all.iter().take(index).any(|other| other.id == user.id) {
                return Err(format!(
                    "there are two users `{}`; give each its own ID",
                    user.id
                ));
            }
        }
        if all.iter().any(|user| user.admin) {
            Ok(Self(all))
        } else {
            Err("no user is an administrator; give one of them `admin = true`".to_owned())
        }
    }

    /// In the order in which they were given.
    pub fn iter(&self) -> impl Iterator<Item = &User> {
        self.0.iter()
    }

    /// The user with this ID.
    pub fn find(&self, id: i64) -> Option<&User> {
        self.iter().find(|user| user.id == id)
    }

    /// The first who is an administrator at the start.
    pub fn first_admin(&self) -> i64 {
        let mut admins = self.iter().filter(|user| user.admin);
        admins.next().map_or(ADMIN, |user| user.id)
    }

    /// The first who is not.
    pub fn first_other(&self) -> Option<i64> {
        self.iter().find(|user| !user.admin).map(|user| user.id)
    }
}

/// The application that a user's webhook is.
pub fn webhook_application(user: i64) -> String {
    format!("{WEBHOOK}{user}")
}

/// Whether this application is a user's webhook.
pub fn is_webhook(application: &str) -> bool {
    application.starts_with(WEBHOOK)
}

const WEBHOOK: &str = "webhook.";
