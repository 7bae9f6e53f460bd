-- objects of the CRM: whatever fields they were given, as one JSON object
CREATE TABLE object (
  -- entityTypeId: 1 lead, 2 deal, 3 contact, 4 company, others smart processes
  type INTEGER NOT NULL,
  id INTEGER NOT NULL,
  fields TEXT NOT NULL,
  PRIMARY KEY (type, id)
) WITHOUT ROWID;
