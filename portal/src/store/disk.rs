//! Waiting for the disk: one wait does for all who wait at once.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::Mutex;
use tokio::task::spawn_blocking;

type Sync = Arc<dyn Fn() -> io::Result<()> + Send + std::marker::Sync>;

/// How much of what was saved has reached the disk.
pub struct Disk {
    /// `None`: there is no file.
    sync: Option<Sync>,
    /// Changes that were saved, counted.
    saved: AtomicU64,
    /// So many of them have reached the disk.
    flushed: AtomicU64,
    turn: Mutex<()>,
    /// Why the disk failed. The next attempt would seem to succeed, and what was lost stay lost.
    failed: OnceLock<String>,
}

impl Disk {
    /// For a database in memory.
    pub fn none() -> Self {
        Self::new(None)
    }

    /// For a database whose write-ahead log, which holds each change first, is beside `file`.
    pub fn of(file: &Path) -> io::Result<Self> {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        // SQLite has the log open until the end, so that it stays the same file
        let log = OpenOptions::new().write(true).open(log)?;
        Ok(Self::new(Some(Arc::new(move || log.sync_data()))))
    }

    /// With a function that waits for the disk.
    pub fn new(sync: Option<Sync>) -> Self {
        Self {
            sync,
            saved: AtomicU64::new(0),
            flushed: AtomicU64::new(0),
            turn: Mutex::default(),
            failed: OnceLock::new(),
        }
    }

    /// Something was saved that has to reach the disk.
    pub fn saved(&self) {
        self.saved.fetch_add(1, Ordering::AcqRel);
    }

    /// Waits until all that was saved before has reached the disk.
    pub async fn flush(&self) -> io::Result<()> {
        let Some(sync) = &self.sync else {
            return Ok(());
        };
        let wanted = self.saved.load(Ordering::Acquire);
        if self.has_flushed(wanted) {
            return Ok(());
        }
        let _turn = self.turn.lock().await;
        if let Some(failed) = self.failed.get() {
            return Err(io::Error::other(failed.clone()));
        }
        if self.has_flushed(wanted) {
            return Ok(());
        }
        // what others have saved meanwhile is flushed too
        let saved = self.saved.load(Ordering::Acquire);
        let sync = Arc::clone(sync);
        let done = spawn_blocking(move || sync()).await?;
        done.inspect_err(|error| drop(self.failed.set(error.to_string())))?;
        self.flushed.store(saved, Ordering::Release);
        Ok(())
    }

    fn has_flushed(&self, wanted: u64) -> bool {
        self.flushed.load(Ordering::Acquire) >= wanted
    }
}

#[cfg(test)]
mod tests {
    use std::thread::sleep;
    use std::time::Duration;

    use futures_util::future::join_all;

    use super::*;

    /// A disk that takes 10 ms, and how often it was waited for.
    fn slow() -> (Disk, Arc<AtomicU64>) {
        let waits = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&waits);
        let sync = move || {
            sleep(Duration::from_millis(10));
            counted.fetch_add(1, Ordering::AcqRel);
            Ok(())
        };
        (Disk::new(Some(Arc::new(sync))), waits)
    }

    #[tokio::test]
    async fn one_wait_does_for_all() {
        let (disk, waits) = slow();
        let one = async || {
            disk.saved();
            disk.flush().await
        };
        let done = join_all((0..64).map(|_| one())).await;
        assert!(done.iter().all(Result::is_ok));
        assert_eq!(
            waits.load(Ordering::Acquire),
            2,
            "the first, and all others"
        );
    }

    #[tokio::test]
    async fn what_is_saved_is_waited_for_once() -> io::Result<()> {
        let (disk, waits) = slow();
        disk.flush().await?;
        assert_eq!(waits.load(Ordering::Acquire), 0);
        for _ in 0..3 {
            disk.saved();
            disk.flush().await?;
            disk.flush().await?;
        }
        assert_eq!(waits.load(Ordering::Acquire), 3);
        Disk::none().flush().await
    }

    #[tokio::test]
    async fn a_disk_that_failed_is_not_believed_again() {
        let times = AtomicU64::new(0);
        let sync = move || match times.fetch_add(1, Ordering::AcqRel) {
            0 => Err(io::Error::other("no space")),
            _ => Ok(()),
        };
        let disk = Disk::new(Some(Arc::new(sync)));
        for _ in 0..2 {
            disk.saved();
            let failed = disk.flush().await.err().map(|error| error.to_string());
            assert_eq!(failed.as_deref(), Some("no space"));
        }
    }
}
