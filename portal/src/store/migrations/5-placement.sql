-- places in the portal's pages where an application shows itself
CREATE TABLE placement (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  application TEXT NOT NULL,
  placement TEXT NOT NULL,
  handler TEXT NOT NULL,
  -- 0: all users
  user INTEGER NOT NULL,
  -- title, description, options and langAll, as placement.get shows them
  details TEXT NOT NULL,
  UNIQUE (application, placement, handler, user)
);
