//! The signals that end the program.

/// Ends with Ctrl-C or SIGTERM. Listens from the call on, so that a signal that comes right after the
/// ready line is not missed.
#[cfg(unix)]
pub fn shutdown() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ends with Ctrl-C. Listens from the call on.
#[cfg(not(unix))]
pub fn shutdown() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
