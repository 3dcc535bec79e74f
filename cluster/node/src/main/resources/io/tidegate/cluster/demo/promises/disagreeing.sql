-- Orders for which inventory holds something else than their status says.
SELECT count(*)
  FROM "order".head
       FULL JOIN inventory.order_stock ON order_stock.order_id = head.aggregate_id
 WHERE NOT coalesce(CASE head.status
         WHEN 'CONFIRMED' THEN order_stock.state = 'RESERVED'
         WHEN 'DISPATCHED' THEN order_stock.state = 'ISSUED'
         WHEN 'DELIVERED' THEN order_stock.state = 'ISSUED'
         WHEN 'REJECTED' THEN order_stock.state IN ('REFUSED', 'RELEASED')
         WHEN 'CANCELLED' THEN order_stock.state = 'RELEASED'
       END, false)
