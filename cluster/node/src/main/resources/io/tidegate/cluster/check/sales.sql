-- The sales history shows every order as its events tell it, as far as it has heard them.
WITH told AS (
  SELECT aggregate_id AS order_id, version, data,
         CASE type WHEN 'order.placed.v1' THEN 'PENDING'
                   WHEN 'order.confirmed.v1' THEN 'CONFIRMED'
                   WHEN 'order.rejected.v1' THEN 'REJECTED'
                   WHEN 'order.cancelled.v1' THEN 'CANCELLED'
                   WHEN 'order.dispatched.v1' THEN 'DISPATCHED'
                   WHEN 'order.delivered.v1' THEN 'DELIVERED' END AS status
    FROM "order".event
), heard AS (
  SELECT order_id, max(told.version) AS version
    FROM told
         LEFT JOIN unheard ON unheard.consumer = 'order.sales'
                              AND unheard.aggregate_id = told.order_id::text
                              AND unheard.version = told.version
   WHERE unheard.consumer IS NULL
   GROUP BY order_id
), line AS (
  SELECT order_id, line ->> 'sku' AS sku
    FROM "order".sale JOIN told USING (order_id)
         CROSS JOIN LATERAL json_array_elements(told.data -> 'lines') AS line
   WHERE told.version = 1
)
SELECT format('order %s is shown at %s; version %s was heard', order_id,
              coalesce('version ' || sale.version, 'none'), heard.version)
  FROM heard LEFT JOIN "order".sale USING (order_id)
 WHERE sale.version IS NULL OR sale.version < heard.version
UNION ALL
SELECT format('order %s is shown as %s at version %s; its events say %s', order_id, sale.status,
              version, coalesce(told.status, 'nothing'))
  FROM "order".sale LEFT JOIN told USING (order_id, version)
 WHERE sale.status IS DISTINCT FROM told.status
UNION ALL
SELECT format('order %s is shown as placed at %s', order_id, placed_at)
  FROM "order".sale JOIN told USING (order_id)
 WHERE told.version = 1
   -- PostgreSQL keeps microseconds, the event may say more.
   AND placed_at NOT BETWEEN (data ->> 'placedAt')::timestamptz - interval '1 microsecond'
                         AND (data ->> 'placedAt')::timestamptz + interval '1 microsecond'
UNION ALL
SELECT format('order %s is not found by %s', order_id, sku)
  FROM (SELECT order_id, sku FROM line
        EXCEPT SELECT order_id, sku FROM "order".sale_line) AS missing
UNION ALL
SELECT format('order %s is found by %s, which it has not', order_id, sku)
  FROM (SELECT order_id, sku FROM "order".sale_line
        EXCEPT SELECT order_id, sku FROM line) AS surplus
