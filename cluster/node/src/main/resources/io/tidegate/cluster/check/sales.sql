-- The sales history finds every order by its SKUs, as far as it has heard of it, and by no others.
WITH line AS (
  SELECT event.aggregate_id AS order_id, line ->> 'sku' AS sku, unheard.consumer IS NULL AS heard
    FROM "order".event
         LEFT JOIN unheard ON unheard.consumer = 'order.sales'
                              AND unheard.aggregate_id = event.aggregate_id::text
                              AND unheard.version = event.version
         CROSS JOIN LATERAL json_array_elements(data -> 'lines') AS line
   WHERE type = 'order.placed.v1'
)
SELECT format('order %s is not found by %s', order_id, sku)
  FROM (SELECT order_id, sku FROM line WHERE heard
        EXCEPT SELECT order_id, sku FROM "order".sale_line) AS missing
UNION ALL
SELECT format('order %s is found by %s, which it has not', order_id, sku)
  FROM (SELECT order_id, sku FROM "order".sale_line
        EXCEPT SELECT order_id, sku FROM line) AS surplus
