-- What every domain's schema has: its aggregates, their events, and what is on its way to Kafka.

CREATE TABLE ${schema}.head (
  aggregate_id ${aggregate_id_type} PRIMARY KEY,
  version      int         NOT NULL CHECK (version > 0),
  status       text        NOT NULL,
  state        json        NOT NULL,
  updated_at   timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 80);

COMMENT ON TABLE ${schema}.head IS
  'An aggregate as it stands: a snapshot at every version, so that nothing is replayed to load it.';

CREATE TABLE ${schema}.event (
  aggregate_id ${aggregate_id_type} NOT NULL,
  version      int         NOT NULL CHECK (version > 0),
  type         text        NOT NULL,
  data         json        NOT NULL,
  metadata     json        NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (aggregate_id, version)
);

-- One row for each batch of events. Its id is drawn only after every head of the batch is locked, so
-- an aggregate's version v+1 never stands before v. CACHE 1 is needed for that: a cached sequence
-- hands out low numbers late.
CREATE SEQUENCE ${schema}.outbox_id CACHE 1;

CREATE TABLE ${schema}.outbox (
  id            bigint PRIMARY KEY DEFAULT nextval('${schema}.outbox_id'),
  aggregate_ids ${aggregate_id_type}[] NOT NULL,
  versions      int[]  NOT NULL,
  CHECK (cardinality(aggregate_ids) = cardinality(versions))
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000,
        autovacuum_vacuum_cost_delay = 0);

-- Who does what only one may do at a time. The epoch grows with each change of holder.
CREATE TABLE ${schema}.lease (
  name       text        PRIMARY KEY,
  holder     text        NOT NULL,
  epoch      bigint      NOT NULL,
  expires_at timestamptz NOT NULL
);

-- How far each consumer of another domain's events has come: moved in the transaction of the effect.
CREATE TABLE ${schema}.consumer_position (
  consumer    text   NOT NULL,
  topic       text   NOT NULL,
  "partition" int    NOT NULL,
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (consumer, topic, "partition")
);

-- Events that could not be applied, and those of the same aggregate that came after them.
CREATE TABLE ${schema}.dead_letter (
  id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  consumer     text        NOT NULL,
  topic        text        NOT NULL,
  "partition"  int         NOT NULL,
  "offset"     bigint      NOT NULL,
  aggregate_id text        NOT NULL,
  version      int,
  type         text,
  headers      json        NOT NULL,
  data         bytea,
  reason       text        NOT NULL,
  at           timestamptz NOT NULL DEFAULT now(),
  UNIQUE (consumer, topic, "partition", "offset")
);
CREATE INDEX dead_letter_aggregate ON ${schema}.dead_letter (consumer, aggregate_id);

-- The first answer to each keyed command, written in the transaction of its effect.
CREATE TABLE ${schema}.idempotency (
  caller      text        NOT NULL,
  command     text        NOT NULL,
  key         text        NOT NULL,
  fingerprint text        NOT NULL,
  reply_type  text        NOT NULL,
  reply       json        NOT NULL,
  at          timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (caller, command, key)
);
CREATE INDEX idempotency_at ON ${schema}.idempotency USING brin (at);
