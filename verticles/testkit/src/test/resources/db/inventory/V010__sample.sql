-- The sample domain keeps everything in the event store; this table is for its reaction.
CREATE TABLE ${schema}.seen (
  aggregate_id text NOT NULL,
  version      int  NOT NULL,
  at           timestamptz NOT NULL DEFAULT clock_timestamp(),
  place        bigint GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (aggregate_id, version)
);
