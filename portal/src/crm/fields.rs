//! The fields that the portal knows of each type. Objects may have any other field too.

use super::ObjectType;

/// A field that `fields` methods list.
#[derive(Clone, Copy)]
pub struct Field {
    /// In the words of `crm.deal.*`: `ASSIGNED_BY_ID`.
    pub name: &'static str,
    pub kind: &'static str,
}

impl Field {
    /// The portal sets it itself; what a caller sends is dropped.
    pub fn is_read_only(self) -> bool {
        READ_ONLY.contains(&self.name)
    }

    /// `crm.item.*` shows it as a number.
    pub fn is_number(self) -> bool {
        ["integer", "double", "user"].contains(&self.kind)
            || ["crm_company", "crm_contact", "crm_lead"].contains(&self.kind)
    }

    /// It holds a date or a time.
    pub fn is_date(self) -> bool {
        ["date", "datetime"].contains(&self.kind)
    }
}

/// Fields that only the portal sets.
pub const READ_ONLY: [&str; 5] = [
    "ID",
    "CREATED_BY_ID",
    "MODIFY_BY_ID",
    "DATE_CREATE",
    "DATE_MODIFY",
];

macro_rules! fields {
    ($($name:literal: $kind:literal),* $(,)?) => {
        &[$(Field { name: $name, kind: $kind }),*]
    };
}

const COMMON: &[Field] = fields! {
    "ID": "integer", "TITLE": "string", "ASSIGNED_BY_ID": "user", "CREATED_BY_ID": "user",
    "MODIFY_BY_ID": "user", "DATE_CREATE": "datetime", "DATE_MODIFY": "datetime",
    "OPENED": "char", "COMMENTS": "string", "COMPANY_ID": "crm_company",
};
const LEAD: &[Field] = fields! {
    "NAME": "string", "LAST_NAME": "string", "STATUS_ID": "crm_status", "SOURCE_ID": "crm_status",
    "OPPORTUNITY": "double", "CURRENCY_ID": "crm_currency", "CONTACT_ID": "crm_contact",
    "PHONE": "crm_multifield", "EMAIL": "crm_multifield",
};
const DEAL: &[Field] = fields! {
    "STAGE_ID": "crm_status", "CATEGORY_ID": "integer", "TYPE_ID": "crm_status",
    "OPPORTUNITY": "double", "CURRENCY_ID": "crm_currency", "CONTACT_ID": "crm_contact",
    "LEAD_ID": "crm_lead", "BEGINDATE": "date", "CLOSEDATE": "date", "CLOSED": "char",
};
const CONTACT: &[Field] = fields! {
    "NAME": "string", "LAST_NAME": "string", "SECOND_NAME": "string", "POST": "string",
    "TYPE_ID": "crm_status", "SOURCE_ID": "crm_status", "LEAD_ID": "crm_lead",
    "PHONE": "crm_multifield", "EMAIL": "crm_multifield", "BIRTHDATE": "date",
};
const COMPANY: &[Field] = fields! {
    "COMPANY_TYPE": "crm_status", "INDUSTRY": "crm_status", "REVENUE": "double",
    "PHONE": "crm_multifield", "EMAIL": "crm_multifield", "LEAD_ID": "crm_lead",
};
const SMART_PROCESS: &[Field] = fields! {
    "STAGE_ID": "crm_status", "CATEGORY_ID": "integer", "OPPORTUNITY": "double",
    "CURRENCY_ID": "crm_currency", "CONTACT_ID": "crm_contact", "XML_ID": "string",
};

/// The known fields of a type.
pub fn of(object_type: ObjectType) -> impl Iterator<Item = Field> {
    let own = match object_type {
        ObjectType::LEAD => LEAD,
        ObjectType::DEAL => DEAL,
        ObjectType::CONTACT => CONTACT,
        ObjectType::COMPANY => COMPANY,
        _ => SMART_PROCESS,
    };
    let of_type = move |field: &Field| field.name != "TITLE" || object_type != ObjectType::CONTACT;
    COMMON.iter().chain(own).copied().filter(of_type)
}

/// A known field of a type.
pub fn find(object_type: ObjectType, name: &str) -> Option<Field> {
    of(object_type).find(|field| field.name == name)
}
