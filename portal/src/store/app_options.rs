//! The options of apps and of their users (`setAppOption`, `setUserOption`), and who has run an app.

use rusqlite::{Connection, Result, params};
use serde_json::Value;

use super::tokens::Holder;
use super::{Store, save_setting, setting};
use crate::php::brackets::Tree;

/// Whose options they are.
#[derive(Clone, Copy)]
pub enum Owner<'a> {
    /// An application.
    App(&'a str),
    /// A user of an application.
    User(&'a str, i64),
}

impl Owner<'_> {
    fn setting(self) -> String {
        match self {
            Self::App(application) => format!("options.{application}"),
            Self::User(application, user) => format!("options.{application}.user.{user}"),
        }
    }
}

impl Store {
    /// All options of an owner.
    pub fn options(&self, owner: Owner<'_>) -> Result<Tree> {
        Ok(self.setting(&owner.setting())?.unwrap_or_default())
    }

    /// Sets one option.
    pub fn set_option(&self, owner: Owner<'_>, name: String, value: Value) -> Result<()> {
        let setting_name = owner.setting();
        self.transaction(|db| {
            let mut all: Tree = setting(db, &setting_name)?.unwrap_or_default();
            all.insert(name, value);
            save_setting(db, &setting_name, &all)
        })
    }

    /// Whether the user has run the app before (`setInstall`).
    pub fn has_run(&self, holder: &Holder) -> Result<bool> {
        Ok(self.setting(&run_setting(holder))?.unwrap_or(false))
    }

    /// Notes that the user has run the app.
    pub fn set_has_run(&self, holder: &Holder) -> Result<()> {
        self.save(&run_setting(holder), &true)
    }
}

/// Deletes all options of an application, and who has run it.
pub fn delete_options(db: &Connection, application: &str) -> Result<()> {
    let sql = "DELETE FROM setting WHERE name = ?1 OR name LIKE ?2 OR name LIKE ?3";
    let app = Owner::App(application).setting();
    let users = format!("{app}.user.%");
    db.execute(sql, params![app, users, format!("run.{application}.%")])?;
    Ok(())
}

fn run_setting(Holder { application, user }: &Holder) -> String {
    format!("run.{application}.{user}")
}
