//! Texts taken apart and put together. The standard library does all of this too, faster on long
//! texts and with many times the code.

/// Puts the parts, one by one, where the template has a `%`.
#[must_use]
pub fn fill(template: &str, parts: &[&str]) -> String {
    let mut text = String::new();
    let mut parts = parts.iter();
    let mut rest = template;
    while let Some((before, after)) = cut(rest, b'%') {
        text.push_str(before);
        text.push_str(parts.next().copied().unwrap_or_default());
        rest = after;
    }
    text.push_str(rest);
    text
}

/// The text before and after the first `mark`, an ASCII character.
#[must_use]
pub fn cut(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether `byte` is one of `bytes`.
#[must_use]
#[allow(clippy::manual_contains, reason = "`contains` is made for long lists")]
pub fn among(byte: u8, bytes: &[u8]) -> bool {
    bytes.iter().any(|one| *one == byte)
}

/// The text before the first of these bytes.
#[must_use]
pub fn until<'a>(text: &'a str, ends: &[u8]) -> &'a str {
    let end = text.bytes().position(|byte| among(byte, ends));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether `part` stands in `text`.
#[must_use]
pub fn holds(text: &str, part: &str) -> bool {
    let starts = |at| {
        text.as_bytes()
            .get(at..)
            .is_some_and(|rest| rest.starts_with(part.as_bytes()))
    };
    (0..=text.len()).any(starts)
}

/// A whole number in decimal.
#[must_use]
pub fn digits(number: i64) -> String {
    let mut rest = number.unsigned_abs();
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'0' + (rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        text.insert(0, '-');
    }
    text
}

/// The whole number that the text says in decimal, of at most 18 digits.
#[must_use]
pub fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix("-").unwrap_or(text);
    if digits.is_empty() || digits.len() > 18 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let number = digits
        .bytes()
        .fold(0, |number, byte| number * 10 + i64::from(byte - b'0'));
    Some(if digits.len() < text.len() {
        -number
    } else {
        number
    })
}
