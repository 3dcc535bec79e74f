-- Which delivery an order has: at most one. Whoever inserts the row first decides what it is, a
-- scheduled delivery or, where the cancellation came before the order, the tombstone.
CREATE TABLE ${schema}.delivery_of_order (
  order_id    uuid NOT NULL,
  delivery_id uuid NOT NULL,
  CONSTRAINT delivery_of_order_one_for_each_order PRIMARY KEY (order_id)
);

-- The oldest of a status without passing by the millions of another one: ids sort by time. Dispatch
-- and the admin's list read it. Not partial: the list asks for each status.
CREATE INDEX head_by_status ON ${schema}.head (status, aggregate_id);

-- Each dispatched delivery leaves a dead entry at the front of its status, where the next batch
-- begins to read.
ALTER TABLE ${schema}.head SET (autovacuum_vacuum_scale_factor = 0.02);

-- How far a dispatch that takes several transactions has come. The row is gone when it has ended.
CREATE TABLE ${schema}.dispatch_run (
  caller      text        NOT NULL,
  key         text        NOT NULL,
  fingerprint text        NOT NULL,
  dispatched  int         NOT NULL,
  at          timestamptz NOT NULL,
  CONSTRAINT dispatch_run_one_for_each_key PRIMARY KEY (caller, key),
  CONSTRAINT dispatch_run_has_done_something CHECK (dispatched > 0)
);
