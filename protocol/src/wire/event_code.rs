//! Event codes: the nearest real ones to a mistyped one, and those that no list names. Options and
//! fields are looked up in the same way.

/// What the codes of smart processes begin with. `events` does not list them: there is one for each
/// process.
const SMART_PROCESS: [&str; 3] = [
    "ONCRMDYNAMICITEMADD_",
    "ONCRMDYNAMICITEMUPDATE_",
    "ONCRMDYNAMICITEMDELETE_",
];

/// The most codes that are suggested.
const MOST_SUGGESTED: usize = 3;

/// Whether the code (upper case) is one of a smart process, such as `ONCRMDYNAMICITEMADD_147`.
#[must_use]
pub fn is_smart_process(code: &str) -> bool {
    let is_id = |id: &str| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    SMART_PROCESS
        .iter()
        .any(|pattern| code.strip_prefix(pattern).is_some_and(is_id))
}

/// The general code, `ONCRMDYNAMICITEMADD`, beside the code (upper case) of one smart process. The
/// portal triggers both (contract §14).
#[must_use]
pub fn general_code(code: &str) -> Option<&str> {
    let (general, _) = code.rsplit_once('_').filter(|_| is_smart_process(code))?;
    Some(general)
}

/// The codes of `known` that are nearest to `code`, up to three; none if all are far off.
#[must_use]
pub fn nearest<'a, T: AsRef<str>>(code: &str, known: &'a [T]) -> Vec<&'a str> {
    let mut least = code.len() / 3;
    let mut found: Vec<&str> = Vec::new();
    for candidate in known.iter().map(AsRef::as_ref) {
        // comparing a code of a megabyte would take seconds
        if candidate.len().abs_diff(code.len()) > least {
            continue;
        }
        let distance = edit_distance(code, candidate);
        if distance < least {
            least = distance;
            found.clear();
        }
        if distance == least && found.len() < MOST_SUGGESTED {
            found.push(candidate);
        }
    }
    found
}

/// The Levenshtein distance: how many bytes have to be added, removed or changed.
#[must_use]
pub fn edit_distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (1..=to.len()).collect();
    for (index, a) in from.bytes().enumerate() {
        let mut diagonal = index;
        let mut left = index + 1;
        for (cell, b) in row.iter_mut().zip(to.bytes()) {
            left = (left + 1)
                .min(*cell + 1)
                .min(diagonal + usize::from(a != b));
            diagonal = std::mem::replace(cell, left);
        }
    }
    row.last().copied().unwrap_or(from.len())
}
