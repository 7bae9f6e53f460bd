//! Why the frame gets no answer.

/// Why a frame was not opened, or a command not carried out.
pub enum Error {
    /// The text says which.
    UnknownApplication(String),
    /// This application has none.
    NoPage(String),
    /// No such placement has this ID.
    NoPlacement(i64),
    UnknownUser(i64),
    UnknownSid(String),
    UnknownCommand(String),
    /// Only an administrator may open an app whose installation is not finished.
    NotInstalled,
    NotAdmin,
    OptionWithoutName,
    /// The switch `refresh` is `failure`.
    RefreshFails,
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}
