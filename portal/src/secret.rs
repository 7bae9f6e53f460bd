//! Random texts: tokens, secrets, IDs.

use rand::RngExt as _;

/// `length` lower-case hexadecimal digits.
pub fn hex(length: usize) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut random = rand::rng();
    let digit = |_| {
        char::from(
            DIGITS
                .get(random.random_range(0..16))
                .copied()
                .unwrap_or(b'0'),
        )
    };
    (0..length).map(digit).collect()
}
