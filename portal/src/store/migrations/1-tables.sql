-- identity of a handler: contract §3.1
CREATE TABLE IF NOT EXISTS handler (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  application TEXT NOT NULL,
  event TEXT NOT NULL,
  handler TEXT NOT NULL,
  user INTEGER NOT NULL,
  connector TEXT NOT NULL,
  offline INTEGER NOT NULL,
  options TEXT NOT NULL,
  UNIQUE (application, event, handler, user, connector, offline)
);
CREATE INDEX IF NOT EXISTS handler_event ON handler (event);

CREATE TABLE IF NOT EXISTS token (
  token TEXT PRIMARY KEY,
  refresh INTEGER NOT NULL,
  user INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  -- how many more events a call with this token may cause one after another; contract §9.3
  depth INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS token_expires ON token (expires);

CREATE TABLE IF NOT EXISTS setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
);

-- contract §3.6
CREATE TABLE IF NOT EXISTS offline (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  ts INTEGER NOT NULL,
  application TEXT NOT NULL,
  connector TEXT NOT NULL,
  event TEXT NOT NULL,
  data TEXT NOT NULL,
  additional TEXT NOT NULL,
  message TEXT NOT NULL,
  process TEXT NOT NULL DEFAULT '',
  error INTEGER NOT NULL DEFAULT 0,
  UNIQUE (message, application, connector, process)
);
