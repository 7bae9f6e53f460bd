//! The local portal's command.
fn main() {}
