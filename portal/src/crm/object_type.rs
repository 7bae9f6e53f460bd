//! The types of objects, by their `entityTypeId`.

/// Leads, deals, contacts, companies, or a smart process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ObjectType {
    /// `entityTypeId`.
    pub id: i64,
}

impl ObjectType {
    pub const LEAD: Self = Self { id: 1 };
    pub const DEAL: Self = Self { id: 2 };
    pub const CONTACT: Self = Self { id: 3 };
    pub const COMPANY: Self = Self { id: 4 };

    /// The type with this `entityTypeId`. Smart processes have numbers from 128 on, and need not be
    /// created; 31 are smart invoices.
    pub fn find(id: i64) -> Option<Self> {
        (matches!(id, 1..=4 | 31) || id >= 128).then_some(Self { id })
    }

    /// `lead`, `deal`, `contact` or `company`; a smart process has no name.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::LEAD => Some("lead"),
            Self::DEAL => Some("deal"),
            Self::CONTACT => Some("contact"),
            Self::COMPANY => Some("company"),
            _ => None,
        }
    }

    /// The codes of the events that a change fires: one, but two for a smart process, its own and the
    /// general one.
    pub fn event_codes(self, change: &str) -> Vec<String> {
        match self.name() {
            Some(name) => vec![format!("ONCRM{}{change}", name.to_uppercase())],
            None => vec![
                format!("ONCRMDYNAMICITEM{change}_{}", self.id),
                format!("ONCRMDYNAMICITEM{change}"),
            ],
        }
    }
}
