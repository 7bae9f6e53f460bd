//! What would be sent.

use std::fmt::Write as _;

use crate::conformance::{Exchange, PLACE, remote};

/// Every exchange that may be sent, with its calls.
pub fn list() -> Result<String, String> {
    let mut text = String::from(
        "First: `profile` and `feature.get`; for a webhook `event.get`.\n\
         After an exchange: `event.unbind` for each handler that it bound. At the end: `event.get`.\n",
    );
    for (number, exchange) in remote()?.iter().enumerate() {
        let place = format!("{PLACE}bx24-verify-RANDOM/{number}/");
        // a `String` takes everything
        let _ = describe(&mut text, &exchange.at_place(&place));
    }
    Ok(text)
}

fn describe(text: &mut String, exchange: &Exchange) -> std::fmt::Result {
    let Exchange {
        section,
        name,
        caller,
        ..
    } = exchange;
    writeln!(text, "§{section} {name} ({caller})")?;
    for (method, params) in exchange.calls() {
        writeln!(text, "  {method} {params}")?;
    }
    Ok(())
}
