//! The command `bx24-portal`: reads the flags, takes the ports, serves until Ctrl-C.

mod flags;

use std::error::Error;
use std::process::ExitCode;

use bx24_portal::Server;
use clap::Parser as _;
use flags::Flags;

#[tokio::main]
async fn main() -> ExitCode {
    match run(Flags::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("bx24-portal: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(flags: Flags) -> Result<(), Box<dyn Error + Send + Sync>> {
    let json = flags.json;
    let server = Server::bind(flags.config()).await?;
    let ready = server.ready();
    let shutdown = shutdown()?;
    if json {
        println!("{ready}");
    } else {
        print_addresses(&ready);
    }
    server.run(shutdown).await;
    Ok(())
}

fn print_addresses(ready: &serde_json::Value) {
    let text = |name: &str| {
        ready
            .get(name)
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned()
    };
    println!("Open {}", text("portal"));
    println!("App          {}", text("app"));
    println!("REST         {}", text("rest"));
    println!("Webhook      {}", text("webhook"));
    println!(
        "Access token {} (user 1, administrator)",
        text("accessToken")
    );
    println!("Access token {} (user 2)", text("userAccessToken"));
    println!("Inbox        {}NAME", text("inbox"));
    println!("Ctrl-C ends it.");
}

/// Ends with Ctrl-C or SIGTERM. Listens from the call on, so that a signal that comes right after the
/// ready line is not missed.
#[cfg(unix)]
fn shutdown() -> std::io::Result<impl Future<Output = ()>> {
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
fn shutdown() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupt = tokio::signal::windows::ctrl_c()?;
    Ok(async move {
        interrupt.recv().await;
    })
}
