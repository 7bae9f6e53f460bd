//! What is under way in a portal, and its end.

use std::future::Future;
use std::time::Duration;

use tokio::time::timeout;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// How long what is under way may take once the portal is told to end.
const GRACE: Duration = Duration::from_secs(5);

/// The tasks of a portal. They all see when it ends.
#[derive(Default)]
pub struct Running {
    tasks: TaskTracker,
    ending: CancellationToken,
}

impl Running {
    /// Begins a task that the portal waits for when it ends.
    pub fn spawn<T: Send + 'static>(
        &self,
        task: impl Future<Output = T> + Send + 'static,
    ) -> tokio::task::JoinHandle<T> {
        self.tasks.spawn(task)
    }

    /// Over as soon as the portal is told to end.
    pub fn ending(&self) -> CancellationToken {
        self.ending.clone()
    }

    /// Tells every task that the portal ends, and gives them time to end too.
    pub async fn end(&self) {
        self.ending.cancel();
        self.tasks.close();
        if timeout(GRACE, self.tasks.wait()).await.is_err() {
            eprintln!("{} tasks were cut off at the end", self.tasks.len());
        }
    }
}
