//! Parameters, read from a command as the portal reads them.

use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::{Params, Value};
use percent_encoding::percent_decode_str;

/// The parameters of a command, decoded: what is nested keeps its brackets in its name.
pub fn params(command: &Command) -> Params {
    let command = command.in_batch();
    let body = command.split_once('?').map_or("", |(_, body)| body);
    let pairs = body.split('&').filter(|pair| !pair.is_empty());
    let decoded = pairs.filter_map(|pair| pair.split_once('='));
    decoded
        .map(|(name, text)| (decode(name), decode(text).into()))
        .collect()
}

pub fn text<'a>(params: &'a Params, name: &str) -> Option<&'a str> {
    params
        .iter()
        .find(|(key, _)| key == name)
        .and_then(|(_, value)| match value {
            Value::Text(text) => Some(text.as_str()),
            _ => None,
        })
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}
