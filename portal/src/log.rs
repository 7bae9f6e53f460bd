//! What the person at the terminal should know. Standard output stays free for the ready line.

/// One line on standard error.
pub fn line(text: &str) {
    eprintln!("{text}");
}
