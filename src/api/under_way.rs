//! What callers have begun and is not over: `installFinish` waits for it.

use std::cell::RefCell;
use std::future::Future;

use bx24_protocol::Error;
use futures_channel::oneshot;

use crate::auth::frame;
use crate::transport::connection::within;
use crate::transport::executor::Executor;

#[derive(Default)]
struct UnderWay {
    last: u64,
    /// Numbers of what is not over, in the order in which it was begun.
    begun: Vec<u64>,
    /// Who waits for what was begun until a number.
    waiting: Vec<(u64, oneshot::Sender<()>)>,
}

thread_local! {
    static UNDER_WAY: RefCell<UnderWay> = RefCell::default();
}

/// Something under way, until this is dropped.
pub struct Begun(u64);

impl Begun {
    /// Begins something.
    pub fn new() -> Self {
        UNDER_WAY.with_borrow_mut(|under_way| {
            under_way.last += 1;
            under_way.begun.push(under_way.last);
            Self(under_way.last)
        })
    }
}

impl Drop for Begun {
    fn drop(&mut self) {
        UNDER_WAY.with_borrow_mut(|under_way| {
            under_way.begun.retain(|number| *number != self.0);
            let first = under_way.begun.first().copied().unwrap_or(u64::MAX);
            // dropped, the sender ends the wait
            under_way.waiting.retain(|(until, _)| first <= *until);
        });
    }
}

fn all_over() -> impl Future<Output = ()> {
    let (sender, over) = oneshot::channel();
    UNDER_WAY.with_borrow_mut(|under_way| {
        if !under_way.begun.is_empty() {
            under_way.waiting.push((under_way.last, sender));
        }
    });
    async {
        let _ = over.await; // fails where nothing was under way
    }
}

/// Tells the parent page that the installation is finished, when all is over that was begun until
/// now, at most after `timeout` milliseconds: the portal reloads the page, and what is under way
/// would be lost. A pause of a walk through the queue is not waited for.
///
/// # Errors
/// `NO_FRAME` outside a portal.
pub fn finish_installation(
    executor: &Executor,
    timeout: f64,
) -> impl Future<Output = Result<(), Error>> + use<> {
    // steps of a walk are not counted, but a call of one is waited for
    let (methods, calls) = (all_over(), executor.all_over());
    async move {
        let all = async {
            methods.await;
            calls.await;
        };
        within(timeout, all).await;
        frame::post_command("setInstallFinish")
    }
}
