//! The frame that the page runs in, shared by all clients of the page.

use std::cell::RefCell;
use std::rc::Rc;

use bx24_protocol::Error;
use bx24_protocol::calls::credential::Credential;
use bx24_protocol::calls::settings::Settings;
use bx24_protocol::wire::portal_url::rest_base;

#[cfg(feature = "mirror")]
use super::asked::take_asked;
use super::bx24_js::Bx24Js;
use super::parent::Parent;
use crate::transport::connection::Account;
use crate::transport::registry;
use crate::transport::token_source::TokenSource;

thread_local! {
    static FRAME: RefCell<Option<Account>> = const { RefCell::new(None) };
}

/// The frame's portal and authorization, found at the first call.
///
/// # Errors
/// `NO_FRAME` if the page was not opened by a portal.
pub fn account(settings: &Settings) -> Result<Account, Error> {
    if let Some(known) = FRAME.with_borrow(Clone::clone) {
        known.executor.configure(settings);
        known
            .executor
            .set_first_token_timeout(known.credential, settings.frame_timeout);
        return Ok(known);
    }
    let parent = Parent::find()?;
    let origin = parent.frame.origin();
    let source = token_source(parent);
    let executor = registry::executor(&origin, settings);
    let base = rest_base(&origin, "/rest");
    let credential = executor.add(Credential::frame(base, settings.frame_timeout), source);
    let account = Account {
        executor,
        credential,
    };
    FRAME.set(Some(account.clone()));
    Ok(account)
}

/// The parent page; or BX24.js, if it came before the parent page was asked.
fn token_source(mut parent: Parent) -> Rc<dyn TokenSource> {
    #[cfg(feature = "mirror")]
    if let Some(asked) = take_asked() {
        parent.take_over(&asked);
        return Rc::new(parent);
    }
    if let Some(bx24_js) = Bx24Js::find() {
        return Rc::new(bx24_js);
    }
    parent.listen();
    Rc::new(parent)
}

/// Posts a command to the parent page that it does not answer.
///
/// # Errors
/// `NO_FRAME` if the page was not opened by a portal.
pub fn post_command(command: &str) -> Result<(), Error> {
    Parent::find()?.post_command(command, "{}")
}
