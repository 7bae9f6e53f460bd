//! The names that are most like a mistyped one.

use strsim::normalized_damerau_levenshtein;

/// How many are named.
const MOST: usize = 3;
/// Names that are less alike are no help.
const LEAST_ALIKE: f64 = 0.6;

/// The nearest of these names, the nearest first; case does not count.
pub fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    let alike = |name: &'a str| {
        (
            normalized_damerau_levenshtein(&wrong, &name.to_lowercase()),
            name,
        )
    };
    let mut all: Vec<(f64, &str)> = names
        .map(alike)
        .filter(|(alike, _)| *alike >= LEAST_ALIKE)
        .collect();
    all.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    all.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// `; the nearest: …` for the end of a sentence; nothing if no name is alike.
pub fn hint<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> String {
    let nearest: Vec<String> = nearest(wrong, names)
        .into_iter()
        .map(|name| format!("`{name}`"))
        .collect();
    if nearest.is_empty() {
        String::new()
    } else {
        format!("; the nearest: {}", nearest.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found() {
        let names = ["event.bind", "event.unbind", "profile"];
        assert_eq!(
            nearest("Event.bnid", names.into_iter()),
            ["event.bind", "event.unbind"]
        );
        assert_eq!(hint("xyz", names.into_iter()), "");
    }
}
