-- Nothing piles up: what waits for Kafka is bounded, no event was given up, and PostgreSQL has
-- connections left.
WITH backlog (domain, batches) AS (
  SELECT 'catalog', count(*) FROM catalog.outbox
  UNION ALL
  SELECT 'inventory', count(*) FROM inventory.outbox
  UNION ALL
  SELECT 'order', count(*) FROM "order".outbox
  UNION ALL
  SELECT 'delivery', count(*) FROM delivery.outbox
), given_up AS (
  SELECT consumer, topic, aggregate_id, version, reason FROM catalog.dead_letter
  UNION ALL
  SELECT consumer, topic, aggregate_id, version, reason FROM inventory.dead_letter
  UNION ALL
  SELECT consumer, topic, aggregate_id, version, reason FROM "order".dead_letter
  UNION ALL
  SELECT consumer, topic, aggregate_id, version, reason FROM delivery.dead_letter
)
SELECT format('%s: %s batches of events wait for Kafka', domain, batches)
  FROM backlog
 WHERE batches > 10000
UNION ALL
SELECT format('%s gave up version %s of %s in %s: %s', consumer, version, aggregate_id, topic,
              reason)
  FROM given_up
UNION ALL
SELECT format('%s of %s connections of PostgreSQL are taken', taken, there_are)
  FROM (SELECT count(*) AS taken, current_setting('max_connections')::int AS there_are
          FROM pg_stat_activity
         WHERE backend_type = 'client backend') AS connections
 WHERE taken > there_are * 0.9
