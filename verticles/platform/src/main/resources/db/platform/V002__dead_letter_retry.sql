-- Which aggregates an operator wants tried again; taken up and removed by whoever follows the topic.
CREATE TABLE ${schema}.dead_letter_retry (
  consumer     text        NOT NULL,
  aggregate_id text        NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (consumer, aggregate_id)
);

ALTER TABLE ${schema}.dead_letter ADD COLUMN attempts int NOT NULL DEFAULT 1;
