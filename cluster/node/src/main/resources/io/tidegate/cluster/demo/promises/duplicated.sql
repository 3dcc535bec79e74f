-- Orders beside the one that their key names: a key that has two.
SELECT count(*)
  FROM "order".head
 WHERE NOT EXISTS (SELECT FROM "order".order_key WHERE order_id = head.aggregate_id)
