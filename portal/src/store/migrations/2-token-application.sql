-- until now every token belonged to the one application
ALTER TABLE token ADD COLUMN application TEXT NOT NULL DEFAULT 'app';
