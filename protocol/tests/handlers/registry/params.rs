//! Parameters, read from a command as the portal reads them.

use bx24_protocol::wire::command::Command;
use bx24_protocol::wire::params::{Params, Value};

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
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => bytes.push(*first),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
