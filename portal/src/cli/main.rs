//! The command `bx24-portal`: reads the flags, takes the ports, serves until Ctrl-C. Or compares a
//! portal with the contract.

mod file;
mod flags;
mod in_force;
mod options;
mod print;
mod shutdown;
mod verify;

use std::error::Error;
use std::io::Write as _;
use std::process::ExitCode;

use bx24_portal::Server;
use clap::{Parser, Subcommand};
use file::File;
use flags::Flags;
use in_force::InForce;
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
    let in_force = InForce::new(&flags, File::read(flags.config.as_deref())?)?;
    if flags.print_config {
        println!("{}", print::print(&in_force)?);
        return Ok(());
    }
    let server = Server::bind(in_force.config()).await?;
    let ready = server.ready();
    let shutdown = shutdown()?;
    if json {
        // in one write: who starts the portal may take what first arrives for the whole line
        std::io::stdout().write_all(format!("{ready}\n").as_bytes())?;
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
    let apps = ready
        .get("applications")
        .and_then(serde_json::Value::as_array);
    for app in apps.into_iter().flatten() {
        println!("{}", app_line(app));
    }
    println!("REST         {}", text("rest"));
    println!("Webhook      {}", text("webhook"));
    println!("Access token {} (an administrator)", text("accessToken"));
    println!("Access token {} (another user)", text("userAccessToken"));
    println!("Inbox        {}NAME", text("inbox"));
    println!("Ctrl-C ends it.");
}

/// An app, and its page; one without a page has only an install address.
fn app_line(app: &serde_json::Value) -> String {
    let text = |name: &str| app.get(name).and_then(serde_json::Value::as_str);
    let name = text("name").unwrap_or_default();
    match (text("app"), text("installUrl")) {
        (Some(page), None) => format!("App {name:8} {page}"),
        (Some(page), Some(installer)) => format!("App {name:8} {page}, installed by {installer}"),
        (None, installer) => format!(
            "App {name:8} no page, ONAPPINSTALL to {}",
            installer.unwrap_or_default()
        ),
    }
}
