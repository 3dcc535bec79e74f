-- What the checkers share, gone with the session: the domains' events and outboxes as one, and room
-- for what stands in Kafka.
SET work_mem = '64MB';

CREATE TEMP TABLE topic_partition (
  domain         text   NOT NULL,
  topic          text   NOT NULL,
  "partition"    int    NOT NULL,
  first_position bigint NOT NULL,
  PRIMARY KEY (topic, "partition")
);

CREATE TEMP TABLE copy (
  domain       text    NOT NULL,
  topic        text    NOT NULL,
  "partition"  int     NOT NULL,
  position     bigint  NOT NULL,
  aggregate_id text    NOT NULL,
  version      int     NOT NULL,
  type         text    NOT NULL,
  digest       text    NOT NULL,
  fresh        boolean NOT NULL,
  PRIMARY KEY (topic, "partition", position)
);

COMMENT ON COLUMN copy.digest IS 'MD5 of the data.';
COMMENT ON COLUMN copy.fresh IS 'It may have been published after the snapshot.';

CREATE TEMP TABLE unheard (
  consumer     text NOT NULL,
  domain       text NOT NULL,
  aggregate_id text NOT NULL,
  version      int  NOT NULL,
  PRIMARY KEY (consumer, aggregate_id, version)
);

COMMENT ON TABLE unheard IS 'Events that a consumer has not come to yet.';

CREATE TEMP VIEW published AS
SELECT 'catalog' AS domain, aggregate_id, version, type, data, at FROM catalog.event
UNION ALL
SELECT 'inventory', aggregate_id, version, type, data, at FROM inventory.event
UNION ALL
SELECT 'order', aggregate_id::text, version, type, data, at FROM "order".event
UNION ALL
SELECT 'delivery', aggregate_id::text, version, type, data, at FROM delivery.event;

CREATE TEMP VIEW waiting AS
SELECT 'catalog' AS domain, aggregate_id, version
  FROM catalog.outbox, unnest(aggregate_ids, versions) AS event (aggregate_id, version)
UNION ALL
SELECT 'inventory', aggregate_id, version
  FROM inventory.outbox, unnest(aggregate_ids, versions) AS event (aggregate_id, version)
UNION ALL
SELECT 'order', aggregate_id::text, version
  FROM "order".outbox, unnest(aggregate_ids, versions) AS event (aggregate_id, version)
UNION ALL
SELECT 'delivery', aggregate_id::text, version
  FROM delivery.outbox, unnest(aggregate_ids, versions) AS event (aggregate_id, version);

CREATE TEMP VIEW consumer_position AS
SELECT consumer, topic, "partition", next_offset FROM catalog.consumer_position
UNION ALL
SELECT consumer, topic, "partition", next_offset FROM inventory.consumer_position
UNION ALL
SELECT consumer, topic, "partition", next_offset FROM "order".consumer_position
UNION ALL
SELECT consumer, topic, "partition", next_offset FROM delivery.consumer_position;

CREATE TEMP TABLE ledger (
  is_whole boolean NOT NULL
);

COMMENT ON COLUMN ledger.is_whole IS 'Its customers have no other orders.';

CREATE TEMP TABLE ledger_key (
  customer_id uuid    NOT NULL,
  key         text    NOT NULL,
  lines       jsonb   NOT NULL,
  is_open     boolean NOT NULL,
  PRIMARY KEY (customer_id, key)
);

CREATE TEMP TABLE ledger_answer (
  customer_id uuid NOT NULL,
  key         text NOT NULL,
  order_id    uuid NOT NULL,
  status      text NOT NULL
);

CREATE TEMP VIEW parcel AS
SELECT claim.order_id, claim.delivery_id, head.status
  FROM delivery.delivery_of_order AS claim
       LEFT JOIN delivery.head ON head.aggregate_id = claim.delivery_id;

CREATE TEMP VIEW yet_to_hear AS
SELECT order_id, array_agg(consumer) AS consumers
  FROM (SELECT parcel.order_id, unheard.consumer
          FROM unheard JOIN parcel ON parcel.delivery_id::text = unheard.aggregate_id
         WHERE unheard.domain = 'delivery'
        UNION ALL
        SELECT aggregate_id::uuid, consumer FROM unheard WHERE domain = 'order') AS moving
 GROUP BY order_id;

