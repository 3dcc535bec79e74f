-- Every order that a client was told of is there, once and as it was told; what was refused for
-- certain left nothing; no attempt is open; and nothing is there that was not asked for.
WITH made AS (
  SELECT order_key.customer_id, order_key.key, order_key.order_id, head.status, head.state
    FROM "order".order_key LEFT JOIN "order".head ON head.aggregate_id = order_key.order_id
   WHERE order_key.customer_id IN (SELECT customer_id FROM ledger_key)
), asked AS (
  SELECT customer_id, key, (line ->> 'sku') AS sku, (line ->> 'quantity')::int AS quantity
    FROM ledger_key CROSS JOIN LATERAL jsonb_array_elements(lines) AS line
), got AS (
  SELECT customer_id, key, (line ->> 'sku') AS sku, (line ->> 'quantity')::int AS quantity
    FROM made CROSS JOIN LATERAL json_array_elements(state -> 'lines') AS line
)
SELECT format('key %s was answered with order %s, which is not there', key, order_id)
  FROM ledger_answer
 WHERE NOT EXISTS (SELECT FROM "order".head WHERE aggregate_id = order_id)
UNION ALL
SELECT format('key %s was answered with order %s and made %s', key, answer.order_id,
              coalesce(made.order_id::text, 'none'))
  FROM ledger_answer AS answer LEFT JOIN made USING (customer_id, key)
 WHERE made.order_id IS DISTINCT FROM answer.order_id
UNION ALL
SELECT format('order %s was told as %s and is %s', made.order_id, answer.status, made.status)
  FROM ledger_answer AS answer JOIN made USING (customer_id, key, order_id)
 WHERE CASE answer.status
         WHEN 'CONFIRMED' THEN made.status IN ('PENDING', 'REJECTED')
         WHEN 'REJECTED' THEN made.status <> 'REJECTED'
         ELSE false
       END
UNION ALL
SELECT format('key %s was refused for certain and made order %s', key, order_id)
  FROM made JOIN ledger_key USING (customer_id, key)
 WHERE NOT is_open
   AND NOT EXISTS (SELECT FROM ledger_answer AS answer
                    WHERE answer.customer_id = made.customer_id AND answer.key = made.key)
UNION ALL
SELECT format('key %s is open: send it again', key)
  FROM ledger_key
 WHERE is_open
UNION ALL
SELECT format('order %s was made by key %s, which was never sent', order_id, key)
  FROM made LEFT JOIN ledger_key USING (customer_id, key)
 WHERE ledger_key.key IS NULL AND (SELECT is_whole FROM ledger)
UNION ALL
SELECT format('key %s: %s of %s were ordered, not %s', key, coalesce(got.quantity, 0), sku,
              coalesce(asked.quantity, 0))
  FROM (SELECT * FROM asked
         WHERE (customer_id, key) IN (SELECT customer_id, key FROM made)) AS asked
       FULL JOIN (SELECT * FROM got
                   WHERE (customer_id, key) IN (SELECT customer_id, key FROM ledger_key)) AS got
       USING (customer_id, key, sku)
 WHERE got.quantity IS DISTINCT FROM asked.quantity
