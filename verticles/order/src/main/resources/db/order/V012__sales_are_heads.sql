-- The sales history is the heads themselves, by id, as ids sort by time: only which SKUs an order has is told apart.
DROP TABLE ${schema}.sale;

-- What a status has, newest or oldest first. The sweep reads what is pending, so it replaces its index.
DROP INDEX ${schema}.head_pending;
CREATE INDEX head_by_status ON ${schema}.head (status, aggregate_id);

-- Each order that is decided leaves a dead entry in PENDING, which the sweep passes by.
ALTER TABLE ${schema}.head SET (autovacuum_vacuum_scale_factor = 0.02);
