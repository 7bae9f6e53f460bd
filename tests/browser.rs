//! The browser half in a real browser, with fetch stubbed: what goes out, and what becomes of
//! each kind of answer. `wasm-pack test --headless --chrome` runs it.
#![cfg(target_arch = "wasm32")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that fails may panic"
)]

use std::future::Future as _;
use std::task::{Context, Waker};

use bx24_callbind::{
    Auth, CallOptions, Error, Handler, Options, Portal, ReaderOptions, Settings, call_bind, connect,
};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

const OK: &str = "new Response('{\"result\":true,\"time\":{}}')";

/// Makes `fetch` keep what it gets in `sent` and answer with the JavaScript expression `answer`,
/// in which `sent.length` tells how many requests there were.
fn stub(answer: &str) {
    let script = format!(
        "globalThis.sent = [];
         globalThis.fetch = async (...given) => {{
           const request = new Request(...given);
           const {{ url, method }} = request;
           const type = request.headers.get('Content-Type');
           sent.push({{ url, method, type, body: await request.text() }});
           return {answer};
         }};"
    );
    js_sys::eval(&script).unwrap();
}

fn evaluated(expression: &str) -> String {
    let value = js_sys::eval(&format!("String({expression})")).unwrap();
    value.as_string().unwrap()
}

/// A portal whose waits last a hundredth of their time.
async fn portal(retries: u32) -> Portal {
    let options = Options {
        auth: Auth::Webhook("https://portal.example/rest/1/secret/".into()),
        settings: Settings {
            retries,
            time_scale: 0.01,
            ..Settings::default()
        },
        ..Options::default()
    };
    connect(options).await.unwrap()
}

fn handler() -> Handler {
    Handler {
        event: "ONCRMLEADADD".into(),
        handler: Some("https://x.example/h?a=1&b=2".into()),
        ..Handler::default()
    }
}

async fn bind(portal: &Portal) -> Result<bool, Error> {
    let bound = portal.bind(&handler(), &CallOptions::default()).await;
    bound.map(|bound| bound.already_bound)
}

#[wasm_bindgen_test]
async fn a_bind_is_a_simple_request() {
    stub(OK);
    assert_eq!(bind(&portal(0).await).await, Ok(false));
    assert_eq!(
        evaluated("sent.map(({ method, url }) => method + ' ' + url)"),
        "POST https://portal.example/rest/1/secret/event.bind.json"
    );
    assert_eq!(evaluated("sent[0].type"), "text/plain;charset=UTF-8");
    assert_eq!(
        evaluated("sent[0].body"),
        "event=ONCRMLEADADD&handler=https%3A%2F%2Fx.example%2Fh%3Fa%3D1%26b%3D2"
    );
}

#[wasm_bindgen_test]
async fn the_portal_s_error_is_reported_as_sent() {
    let body = r#"{"error":"ERROR_EVENT_NOT_FOUND","error_description":"Event not found"}"#;
    stub(&format!("new Response('{body}', {{ status: 400 }})"));
    let error = bind(&portal(0).await).await.unwrap_err();
    assert_eq!(error.code(), "ERROR_EVENT_NOT_FOUND");
    assert_eq!(error.description(), "Event not found");
    assert_eq!((error.status(), error.is_retryable()), (400, false));
    assert_eq!(error.method(), "event.bind");
}

#[wasm_bindgen_test]
async fn whatever_fetch_does_the_call_ends() {
    let cases = [
        ("Promise.reject('a string')", "NETWORK", 0),
        ("Promise.reject(undefined)", "NETWORK", 0),
        ("undefined", "NETWORK", 0),
        ("({ status: 200 })", "BAD_ANSWER", 200),
        ("new Response('<html>', { status: 502 })", "BAD_ANSWER", 502),
        ("new Response('')", "BAD_ANSWER", 200),
        ("new Response('null')", "BAD_ANSWER", 200),
        ("new Response('{}')", "BAD_ANSWER", 200),
    ];
    for (answer, code, status) in cases {
        stub(answer);
        let error = bind(&portal(0).await).await.unwrap_err();
        assert_eq!((error.code(), error.status()), (code, status), "{answer}");
    }
}

#[wasm_bindgen_test]
async fn a_lost_bind_is_repeated_and_found_bound() {
    let bound = r#"{"error":"ERROR_CORE","error_description":"Unable to set event handler: Handler already binded"}"#;
    stub(&format!(
        "sent.length < 2 ? Promise.reject(new TypeError('lost')) : new Response('{bound}', {{ status: 400 }})"
    ));
    assert_eq!(bind(&portal(4).await).await, Ok(true));
    assert_eq!(evaluated("sent.length"), "2");
}

#[wasm_bindgen_test]
async fn an_aborted_call_ends_at_once() {
    stub("new Promise(() => {})");
    let controller = web_sys::AbortController::new().unwrap();
    let options = CallOptions {
        signal: Some(controller.signal()),
        ..CallOptions::default()
    };
    let portal = portal(4).await;
    controller.abort();
    let ended = portal.bind(&handler(), &options).await;
    assert_eq!(ended.err().unwrap().code(), "ABORTED");
    assert_eq!(evaluated("sent.length"), "0");
}

#[wasm_bindgen_test]
async fn a_method_that_nobody_awaits_stops() {
    stub("new Response('{\"result\":{\"process_id\":\"\",\"events\":[]},\"time\":{}}')");
    let options = ReaderOptions {
        poll: Some(1000.0),
        ..ReaderOptions::default()
    };
    let walk = portal(0).await.batches(options).unwrap();
    {
        let mut next = std::pin::pin!(walk.next());
        let mut context = Context::from_waker(Waker::noop());
        assert!(next.as_mut().poll(&mut context).is_pending());
    }
    let pause = js_sys::eval("new Promise((resolve) => setTimeout(resolve, 100))").unwrap();
    JsFuture::from(js_sys::Promise::from(pause)).await.unwrap();
    assert_eq!(evaluated("sent.length"), "1");
}

/// Another window plays the parent page: junk first, then the answer, to whoever knows the sid.
const PARENT: &str = "
    const frame = document.body.appendChild(document.createElement('iframe'));
    const parent = frame.contentWindow;
    window.name = `${location.host}|0|the-sid`;
    Object.defineProperty(window, 'parent', { value: parent, configurable: true });
    globalThis.asked = [];
    parent.addEventListener('message', ({ data }) => {
      const [command, , id, sid] = data.split(':');
      asked.push(`${command} ${sid}`);
      const evil = JSON.stringify({ AUTH_ID: 'evil', PATH: '/evil' });
      window.postMessage(`${id}:${evil}`, '*');
      const init = JSON.stringify({ AUTH_ID: 'token', AUTH_EXPIRES: '3600', PATH: '/rest/' });
      const post = parent.Function('to', 'text', 'to.postMessage(text, \"*\")');
      for (const text of ['', id, `x:${evil}`, `${id}:${init}`]) post(window, text);
    });";

#[wasm_bindgen_test]
async fn outside_a_frame_there_is_none_inside_the_parent_s_token_is_used() {
    stub(OK);
    let call = || call_bind("ONCRMLEADADD", "https://x.example/h", 15);
    assert_eq!(call().await.unwrap_err().code(), "NO_FRAME");
    js_sys::eval(PARENT).unwrap();
    assert_eq!(call().await.map(|_| ()), Ok(()));
    assert_eq!(evaluated("asked"), "getInitData the-sid");
    assert_eq!(
        evaluated("sent.map(({ url, body }) => url.replace(location.origin, '') + ' ' + body)"),
        "/rest/event.bind.json auth=token&event=ONCRMLEADADD&handler=https%3A%2F%2Fx.example%2Fh&auth_type=15"
    );
}

#[wasm_bindgen_test]
async fn a_raw_oauth_answer_lasts_its_seconds() {
    let expired = r#"{"error":"expired_token","error_description":"x"}"#;
    stub(&format!(
        "sent.at(-1).body.startsWith('auth=new') ? {OK} : new Response('{expired}', {{ status: 401 }})"
    ));
    let refresh = js_sys::eval(
        "globalThis.asked = 0; (() => { asked++; return { access_token: 'new', expires_in: 1 }; })",
    );
    let options = Options {
        auth: Auth::Token {
            domain: "oauth.example".into(),
            access_token: "old".into(),
            refresh: Some(js_sys::Function::from(refresh.unwrap()).into()),
        },
        ..Options::default()
    };
    let portal = connect(options).await.unwrap();
    assert_eq!(bind(&portal).await, Ok(false));
    assert_eq!(bind(&portal).await, Ok(false));
    assert_eq!(evaluated("asked"), "1");
    let second = js_sys::eval("new Promise((resolve) => setTimeout(resolve, 1100))").unwrap();
    JsFuture::from(js_sys::Promise::from(second)).await.unwrap();
    assert_eq!(bind(&portal).await, Ok(false));
    assert_eq!(evaluated("asked"), "2");
}
