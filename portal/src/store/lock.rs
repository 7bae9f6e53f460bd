//! One program at a time uses a data file.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Held as long as the file is used; the system gives it back even after a crash.
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock of a data file: that of a file beside it, `FILE-lock`, because SQLite has locks of
    /// its own on the data file.
    pub fn take(data: &Path) -> Result<Self, String> {
        let file = open(&beside(data)).map_err(|error| error.to_string())?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => {
                Err("it is in use by another portal; end that one, or give another file".to_owned())
            }
            Err(TryLockError::Error(error)) => Err(error.to_string()),
        }
    }
}

fn beside(data: &Path) -> PathBuf {
    let mut name = data.as_os_str().to_owned();
    name.push("-lock");
    name.into()
}

/// Makes the file if it is not there, for its owner only: the data file holds tokens. SQLite gives its
/// own files the same mode.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
        let file = options.mode(0o600).open(path)?;
        file.set_permissions(std::fs::Permissions::from_mode(0o600))?;
        Ok(file)
    }
    #[cfg(not(unix))]
    options.open(path)
}
