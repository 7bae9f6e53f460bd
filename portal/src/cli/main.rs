//! The command `bx24-portal`: reads the flags, takes the ports, serves until Ctrl-C. Or compares a
//! portal with the contract.

mod flags;
mod shutdown;
mod verify;

use std::error::Error;
use std::process::ExitCode;

use bx24_portal::Server;
use clap::{Parser, Subcommand};
use flags::Flags;
use shutdown::shutdown;
use verify::Verify;

/// A local Bitrix24 portal for testing apps: frame, REST, OAuth, real event delivery, faults
#[derive(Parser)]
#[command(name = "bx24-portal", version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Subcommand)]
enum Command {
    Verify(Verify),
}

#[tokio::main]
async fn main() -> ExitCode {
    let CommandLine { command, flags } = CommandLine::parse();
    let ended = match command {
        Some(Command::Verify(verify)) => compare(verify).await,
        None => serve(flags).await.map(|()| ExitCode::SUCCESS),
    };
    ended.unwrap_or_else(|error| {
        eprintln!("bx24-portal: {error}");
        ExitCode::FAILURE
    })
}

type Failed = Box<dyn Error + Send + Sync>;

async fn compare(verify: Verify) -> Result<ExitCode, Failed> {
    verify.run(shutdown()?).await
}

async fn serve(flags: Flags) -> Result<(), Failed> {
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
