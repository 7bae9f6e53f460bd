//! Sentences made of a template and what the user gave.

/// Puts the parts, one by one, where the template has a `%`.
///
/// One function instead of a chain of pushes at each place keeps the compiled code small.
#[must_use]
pub fn fill(template: &str, parts: &[&str]) -> String {
    let mut text = String::new();
    let mut parts = parts.iter();
    for c in template.chars() {
        match c {
            '%' => parts.next().iter().for_each(|part| text.push_str(part)),
            _ => text.push(c),
        }
    }
    text
}
