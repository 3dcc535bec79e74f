-- Orders beside the one that their key names (a key that has two), and keys that name none.
SELECT count(*)
  FROM "order".head
       FULL JOIN "order".order_key ON order_key.order_id = head.aggregate_id
 WHERE head.aggregate_id IS NULL OR order_key.order_id IS NULL
