-- Answered orders that do not exist.
SELECT count(*)
  FROM unnest(?::uuid[]) AS answered (order_id)
 WHERE NOT EXISTS (SELECT FROM "order".head WHERE head.aggregate_id = answered.order_id)
