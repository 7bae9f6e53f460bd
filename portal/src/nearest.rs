//! The names that are most like a mistyped one.

use strsim::normalized_damerau_levenshtein;

/// How many are named.
const MOST: usize = 3;
/// Names that are less alike are no help.
const LEAST_ALIKE: f64 = 0.6;

/// The nearest of these names, the nearest first; case does not count.
pub fn nearest<'a>(wrong: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = wrong.to_lowercase();
    let length = wrong.chars().count();
    let mut all: Vec<(f64, &str)> = names
        .filter(|name| may_be_alike(length, name.chars().count()))
        .map(|name| {
            let alike = normalized_damerau_levenshtein(&wrong, &name.to_lowercase());
            (alike, name)
        })
        .filter(|(alike, _)| *alike >= LEAST_ALIKE)
        .collect();
    all.sort_by(|(left, _), (right, _)| right.total_cmp(left));
    all.into_iter().take(MOST).map(|(_, name)| name).collect()
}

/// No more letters can agree than the shorter one has. Comparing takes time and memory by the product of
/// the lengths, and a wrong name may have a megabyte.
fn may_be_alike(left: usize, right: usize) -> bool {
    left.min(right) as f64 >= LEAST_ALIKE * left.max(right) as f64
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

    #[test]
    fn a_name_of_a_megabyte_takes_no_time() {
        let start = std::time::Instant::now();
        let long = "event.bind".repeat(100_000);
        assert!(nearest(&long, ["event.bind"; 100].into_iter()).is_empty());
        let took = start.elapsed();
        assert!(took < std::time::Duration::from_secs(1), "{took:?}");
    }
}
