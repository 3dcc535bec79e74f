-- Every aggregate has its events from version 1 to the version of its head, without a gap, and
-- what waits for Kafka is one of them.
WITH history AS (
  SELECT 'catalog' AS domain, aggregate_id, count(*) AS events, max(version) AS last
    FROM catalog.event GROUP BY aggregate_id
  UNION ALL
  SELECT 'inventory', aggregate_id, count(*), max(version)
    FROM inventory.event GROUP BY aggregate_id
  UNION ALL
  SELECT 'order', aggregate_id::text, count(*), max(version)
    FROM "order".event GROUP BY aggregate_id
  UNION ALL
  SELECT 'delivery', aggregate_id::text, count(*), max(version)
    FROM delivery.event GROUP BY aggregate_id
), head AS (
  SELECT 'catalog' AS domain, aggregate_id, version FROM catalog.head
  UNION ALL
  SELECT 'inventory', sku, version FROM inventory.stock
  UNION ALL
  SELECT 'order', aggregate_id::text, version FROM "order".head
  UNION ALL
  SELECT 'delivery', aggregate_id::text, version FROM delivery.head
)
SELECT format('%s %s: %s events up to version %s', domain, aggregate_id, events, last)
  FROM history
 WHERE events <> last
UNION ALL
SELECT format('%s %s: its head is at version %s, its events at %s', domain, aggregate_id,
              head.version, history.last)
  FROM history FULL JOIN head USING (domain, aggregate_id)
 WHERE head.version IS DISTINCT FROM history.last
UNION ALL
SELECT format('%s %s: version %s waits for Kafka and is no event', domain, aggregate_id, version)
  FROM waiting
 WHERE NOT EXISTS (SELECT FROM published
                    WHERE published.domain = waiting.domain
                      AND published.aggregate_id = waiting.aggregate_id
                      AND published.version = waiting.version)
