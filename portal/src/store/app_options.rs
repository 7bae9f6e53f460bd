//! The app's options and users' options (`setAppOption`, `setUserOption`), and who has run the app.

use rusqlite::{Connection, Result};
use serde_json::Value;

use super::{Store, save_setting, setting};
use crate::php::brackets::Tree;

/// Whose options they are.
#[derive(Clone, Copy)]
pub enum Owner {
    App,
    User(i64),
}

impl Owner {
    fn setting(self) -> String {
        match self {
            Self::App => "options.app".to_owned(),
            Self::User(user) => format!("options.user.{user}"),
        }
    }
}

impl Store {
    /// All options of an owner.
    pub fn options(&self, owner: Owner) -> Result<Tree> {
        Ok(self.setting(&owner.setting())?.unwrap_or_default())
    }

    /// Sets one option.
    pub fn set_option(&self, owner: Owner, name: String, value: Value) -> Result<()> {
        let setting_name = owner.setting();
        self.transaction(|db| {
            let mut all: Tree = setting(db, &setting_name)?.unwrap_or_default();
            all.insert(name, value);
            save_setting(db, &setting_name, &all)
        })
    }

    /// Whether the user has run the app before (`setInstall`).
    pub fn has_run(&self, user: i64) -> Result<bool> {
        Ok(self.setting(&run_setting(user))?.unwrap_or(false))
    }

    /// Notes that the user has run the app.
    pub fn set_has_run(&self, user: i64) -> Result<()> {
        self.save(&run_setting(user), &true)
    }
}

/// Deletes all options, and who has run the app.
pub fn delete_options(db: &Connection) -> Result<()> {
    let sql = "DELETE FROM setting WHERE name LIKE 'options.%' OR name LIKE 'run.%'";
    db.execute(sql, [])?;
    Ok(())
}

fn run_setting(user: i64) -> String {
    format!("run.{user}")
}
