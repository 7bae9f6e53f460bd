//! Bodies as BX24.js writes them (contract §7.3).

use bx24_protocol::wire::encode::{encode_component, encode_params};
use bx24_protocol::wire::params::{Params, Value};
use percent_encoding::percent_decode_str;
use proptest::prelude::*;

fn map(entries: &[(&str, Value)]) -> Params {
    let owned = |(key, value): &(&str, Value)| ((*key).to_owned(), value.clone());
    entries.iter().map(owned).collect()
}

fn list(items: &[Value]) -> Value {
    Value::List(items.to_vec())
}

#[test]
fn bodies_are_written_as_bx24_js_writes_them() {
    let nested = Value::Map(map(&[
        ("b", "1".into()),
        ("c", list(&["x".into(), "y".into()])),
    ]));
    let holes = Value::Map(map(&[
        ("n", Value::Null),
        ("e", list(&[])),
        ("m", Value::Map(vec![])),
    ]));
    for (params, expected) in [
        (map(&[]), ""),
        (map(&[("a", "".into())]), "a="),
        (map(&[("a", 0.into()), ("b", (-15).into())]), "a=0&b=-15"),
        (
            map(&[("a", "true".into()), ("b", "undefined".into())]),
            "a=true&b=undefined",
        ),
        (map(&[("a", Value::Null)]), ""),
        (map(&[("a", Value::Null), ("b", "1".into())]), "b=1"),
        (map(&[("a", list(&[]))]), "a="),
        (map(&[("a", Value::Map(vec![]))]), ""),
        (
            map(&[("a", list(&["x".into(), Value::Null, "z".into()]))]),
            "a[0]=x&a[2]=z",
        ),
        (map(&[("a", nested.clone())]), "a[b]=1&a[c][0]=x&a[c][1]=y"),
        (map(&[("a", holes)]), "a[e]="),
        // scalars go before nested values, each in the caller's order
        (
            map(&[
                ("z", nested),
                ("b", "2".into()),
                ("n", Value::Null),
                ("a", "1".into()),
            ]),
            "b=2&a=1&z[b]=1&z[c][0]=x&z[c][1]=y",
        ),
        (
            map(&[("handler", "https://x.y/h?a=1&b=2+3#f %".into())]),
            "handler=https%3A%2F%2Fx.y%2Fh%3Fa%3D1%26b%3D2%2B3%23f%20%25",
        ),
        (
            map(&[("a", "привет 😀".into())]),
            "a=%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%F0%9F%98%80",
        ),
        // key parts are encoded, the brackets between them are not
        (
            map(&[("k [&]", Value::Map(map(&[("=]é", "v".into())])))]),
            "k%20%5B%26%5D[%3D%5D%C3%A9]=v",
        ),
    ] {
        assert_eq!(encode_params(&params), expected, "{params:?}");
    }
}

#[test]
fn text_is_encoded_as_encode_uri_component_does() {
    let plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()";
    for byte in 0..128_u8 {
        let c = char::from(byte);
        let expected = if plain.contains(c) {
            c.to_string()
        } else {
            format!("%{byte:02X}")
        };
        assert_eq!(encode_component(&c.to_string()), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn encoded_text_decodes_to_itself(text in any::<String>()) {
        let out = encode_component(&text);
        let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.!~*'()%".contains(&b);
        prop_assert!(out.bytes().all(plain));
        prop_assert_eq!(percent_decode_str(&out).decode_utf8(), Ok(text.into()));
    }
}
