-- Orders that were answered as confirmed and are not.
SELECT count(*)
  FROM unnest(?::uuid[]) AS answered (order_id)
       JOIN "order".head ON head.aggregate_id = answered.order_id
 WHERE head.status IN ('PENDING', 'REJECTED')
