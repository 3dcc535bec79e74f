-- Every order and every delivery went only where the rules let it go.
WITH legal (before, after) AS (
  VALUES (NULL, 'order.placed.v1'),
         ('order.placed.v1', 'order.confirmed.v1'),
         ('order.placed.v1', 'order.rejected.v1'),
         ('order.placed.v1', 'order.cancelled.v1'),
         ('order.confirmed.v1', 'order.cancelled.v1'),
         ('order.confirmed.v1', 'order.dispatched.v1'),
         ('order.dispatched.v1', 'order.delivered.v1'),
         (NULL, 'delivery.scheduled.v1'),
         (NULL, 'delivery.cancelled.v1'),
         ('delivery.scheduled.v1', 'delivery.cancelled.v1'),
         ('delivery.scheduled.v1', 'delivery.dispatched.v1'),
         ('delivery.dispatched.v1', 'delivery.delivered.v1')
), step AS (
  SELECT 'order' AS domain, aggregate_id, version, type,
         lag(type) OVER (PARTITION BY aggregate_id ORDER BY version) AS before
    FROM "order".event
  UNION ALL
  SELECT 'delivery', aggregate_id, version, type,
         lag(type) OVER (PARTITION BY aggregate_id ORDER BY version)
    FROM delivery.event
)
SELECT format('%s %s: %s after %s, at version %s', domain, aggregate_id, type,
              coalesce(before, 'nothing'), version)
  FROM step
 WHERE NOT EXISTS (SELECT FROM legal
                    WHERE legal.after = step.type AND legal.before IS NOT DISTINCT FROM step.before)
