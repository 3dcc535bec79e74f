-- Orders and inventory agree on every order, but for what one has yet to hear of another.
WITH known AS (
  SELECT order_id, head.status, order_stock.state,
         coalesce(yet_to_hear.consumers, '{}') AS yet_to_hear
    FROM (SELECT aggregate_id AS order_id, status FROM "order".head) AS head
         FULL JOIN inventory.order_stock USING (order_id)
         LEFT JOIN yet_to_hear USING (order_id)
)
SELECT format('order %s is %s, in inventory %s', order_id, coalesce(status, 'not there'),
              coalesce(state, 'nothing'))
  FROM known
 WHERE NOT coalesce(CASE coalesce(status, 'NONE')
         WHEN 'NONE' THEN state IS NULL
         WHEN 'PENDING' THEN state IS NULL OR state IN ('RESERVED', 'REFUSED')
         WHEN 'CONFIRMED' THEN state = 'RESERVED'
                               OR state = 'ISSUED' AND 'order.delivery' = ANY (yet_to_hear)
         WHEN 'DISPATCHED' THEN state = 'ISSUED'
                                OR state = 'RESERVED' AND 'inventory.issue' = ANY (yet_to_hear)
         WHEN 'DELIVERED' THEN state = 'ISSUED'
                               OR state = 'RESERVED' AND 'inventory.issue' = ANY (yet_to_hear)
         WHEN 'REJECTED' THEN state IN ('REFUSED', 'RELEASED')
         WHEN 'CANCELLED' THEN state IN ('REFUSED', 'RELEASED')
                               OR 'inventory.release' = ANY (yet_to_hear)
                                  AND (state IS NULL OR state = 'RESERVED')
       END, false)
