-- Every key of a customer has made one order, and every order was made by one key of its customer.
SELECT format('order %s: no key made it', aggregate_id)
  FROM "order".head
 WHERE NOT EXISTS (SELECT FROM "order".order_key WHERE order_id = head.aggregate_id)
UNION ALL
SELECT format('key %s of customer %s: its order %s is not there', key, customer_id, order_id)
  FROM "order".order_key
 WHERE NOT EXISTS (SELECT FROM "order".head WHERE aggregate_id = order_key.order_id)
UNION ALL
SELECT format('order %s: %s keys made it', order_id, count(*))
  FROM "order".order_key
 GROUP BY order_id
HAVING count(*) > 1
UNION ALL
SELECT format('key %s of customer %s: its order %s is another customer''s', key, customer_id,
              order_id)
  FROM "order".order_key JOIN "order".head ON head.aggregate_id = order_key.order_id
 WHERE head.state ->> 'customerId' <> order_key.customer_id::text
