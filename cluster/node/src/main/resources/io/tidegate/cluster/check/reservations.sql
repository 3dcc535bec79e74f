-- What inventory says of an order is in the ledger, each line once, and nothing else is.
WITH owed AS (
  SELECT order_id, line.sku, line.quantity, owed.kind
    FROM inventory.order_stock
         CROSS JOIN LATERAL unnest(skus, quantities) AS line (sku, quantity)
         CROSS JOIN LATERAL (VALUES
           ('RESERVATION'),
           (CASE state WHEN 'ISSUED' THEN 'ISSUE' WHEN 'RELEASED' THEN 'RELEASE' END)
         ) AS owed (kind)
   WHERE state <> 'REFUSED' AND owed.kind IS NOT NULL
), moved AS (
  SELECT order_id, sku, quantity, kind FROM inventory.movement WHERE kind <> 'RECEIPT'
)
SELECT format('order %s: no %s of %s %s in the ledger', order_id, kind, quantity, sku)
  FROM (SELECT * FROM owed EXCEPT ALL SELECT * FROM moved) AS missing
UNION ALL
SELECT format('order %s: a %s of %s %s in the ledger that its row does not know', order_id, kind,
              quantity, sku)
  FROM (SELECT * FROM moved EXCEPT ALL SELECT * FROM owed) AS surplus
