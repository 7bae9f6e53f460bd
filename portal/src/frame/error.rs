//! Why the frame gets no answer.

/// What is wrong with a command, or with opening a frame.
pub enum Error {
    UnknownUser(i64),
    UnknownSid(String),
    UnknownCommand(String),
    /// Only an administrator may open an app whose installation is not finished.
    NotInstalled,
    NotAdmin,
    OptionWithoutName,
    /// The switch `refresh` says so.
    RefreshFails,
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}
