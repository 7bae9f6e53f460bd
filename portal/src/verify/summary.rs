//! What came of it.

use std::fmt;

use indexmap::IndexMap;

use crate::conformance::Exchange;

/// What came of it.
#[derive(Debug, Default)]
pub struct Summary {
    /// Exchanges that were sent.
    pub compared: usize,
    /// Those in which something differs.
    pub differ: usize,
    /// What the exchanges that were left out need, and how many they are.
    pub left_out: IndexMap<&'static str, usize>,
    /// Why it ended early.
    pub ended: Option<String>,
    /// What is still bound.
    pub left_over: Vec<String>,
}

impl Summary {
    pub(super) fn leave_out(&mut self, lacking: &'static str) {
        *self.left_out.entry(lacking).or_default() += 1;
    }

    pub(super) fn count(
        &mut self,
        exchange: &Exchange,
        differences: &[String],
        print: &mut (dyn FnMut(&str) + Send),
    ) {
        self.compared += 1;
        self.differ += usize::from(!differences.is_empty());
        for difference in differences {
            let Exchange { section, name, .. } = exchange;
            print(&format!("§{section} {name}: {difference}"));
        }
    }

    /// Whether everything was as the contract says and nothing is left behind.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.differ == 0 && self.ended.is_none() && self.left_over.is_empty()
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} compared, {} differ", self.compared, self.differ)?;
        for (lacking, count) in &self.left_out {
            write!(f, "\n{count} left out: they need {lacking}")?;
        }
        if let Some(ended) = &self.ended {
            write!(f, "\nended early: {ended}")?;
        }
        for handler in &self.left_over {
            write!(f, "\nstill bound: {handler}")?;
        }
        Ok(())
    }
}
