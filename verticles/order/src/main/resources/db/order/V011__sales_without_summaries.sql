-- The sales history shows orders as they stand in head: it needs no copy of them, only what is asked by.
ALTER TABLE ${schema}.sale DROP COLUMN summary;
