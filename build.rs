//! Writes the `EventCode` type from the event catalogue.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=protocol/data/events.tsv");
    let catalogue = fs::read_to_string("protocol/data/events.tsv")?;
    let codes = catalogue
        .lines()
        .skip(1)
        .filter_map(|line| line.split('\t').next());
    let members: Vec<String> = codes
        .map(|code| format!("  | `{}`", code.replace("{entityTypeId}", "${number}")))
        .collect();
    let text = format!(
        "/** Codes of the event catalogue. */\nexport type EventCode =\n{};\n",
        members.join("\n")
    );
    fs::write(Path::new(&env::var("OUT_DIR")?).join("event_code.ts"), text)?;
    Ok(())
}
