//! A new token for the frame (contract §8.3).

use std::future::pending;

use serde_json::{Value, json};

use super::Error;
use crate::portal::Portal;
use crate::store::Frame;
use crate::store::tokens;
use crate::switches::Refresh;

/// The answer to `refreshAuth`: new tokens, or what the switch `refresh` says.
pub async fn refresh_auth(portal: &Portal, frame: Frame, sid: String) -> Result<Value, Error> {
    match portal.switches().refresh {
        Refresh::Success => {}
        Refresh::Failure => return Err(Error::RefreshFails),
        Refresh::Silence => pending().await,
    }
    let lifetime = portal.switches().token_lifetime;
    let tokens = portal
        .store
        .transaction(|db| tokens::issue(db, &frame.holder, lifetime, tokens::MAX_DEPTH))?;
    let answer = json!({
        "AUTH_ID": tokens.access,
        "AUTH_EXPIRES": lifetime.to_string(),
        "REFRESH_ID": tokens.refresh,
    });
    portal.frames.insert(sid, Frame { tokens, ..frame });
    Ok(answer)
}
