//! What is sent and received: over HTTP and by `postMessage`.

pub mod answer;
pub mod body;
pub mod command;
pub mod encode;
pub mod event_code;
pub mod frame;
pub mod handler_url;
pub mod params;
pub mod portal_url;
