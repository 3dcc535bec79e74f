-- Every order that somebody was told of is there and decided, and none that was told as confirmed
-- was rejected.
SELECT format('order %s was told of and is %s', order_id, coalesce(head.status, 'not there'))
  FROM answered LEFT JOIN "order".head ON head.aggregate_id = order_id
 WHERE head.status IS NULL OR head.status = 'PENDING'
    OR is_confirmed AND head.status = 'REJECTED'
