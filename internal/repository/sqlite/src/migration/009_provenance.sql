-- Who said the fields of a draft, as JSON; NULL if it did not come from a source.
ALTER TABLE courses ADD COLUMN provenance TEXT;
