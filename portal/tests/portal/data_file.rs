//! The file of `--data` in a test.

use std::path::PathBuf;

use bx24_portal::Config;
use rusqlite::Connection;

use crate::running::unlimited;

/// A data file of a test, removed when the test is over.
pub struct DataFile(pub PathBuf);

impl DataFile {
    pub fn new(name: &str) -> Self {
        let name = format!("bx24-portal-{name}-{}.db", std::process::id());
        Self(std::env::temp_dir().join(name))
    }

    pub fn config(&self) -> Config {
        Config {
            data: Some(self.0.clone()),
            ..unlimited()
        }
    }

    pub fn change(&self, sql: &str) {
        Connection::open(&self.0)
            .unwrap()
            .execute_batch(sql)
            .unwrap();
    }

    pub fn number(&self, pragma: &str) -> i64 {
        let db = Connection::open(&self.0).unwrap();
        db.pragma_query_value(None, pragma, |row| row.get(0))
            .unwrap()
    }

    pub fn count(&self, table: &str) -> i64 {
        let db = Connection::open(&self.0).unwrap();
        let sql = format!("SELECT count(*) FROM {table}");
        db.query_row(&sql, [], |row| row.get(0)).unwrap()
    }

    /// Why a portal does not start with this file.
    pub async fn refused(&self) -> String {
        let server = bx24_portal::Server::bind(self.config()).await;
        server.err().unwrap().to_string()
    }
}

impl Drop for DataFile {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm", "-lock"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}
