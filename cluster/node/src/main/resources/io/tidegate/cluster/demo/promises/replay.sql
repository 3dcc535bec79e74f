-- The ledger, replayed: how far it ever went below zero, and where it is not the level.
WITH step AS (
  SELECT sku, version, position,
         sum(CASE kind WHEN 'RECEIPT' THEN quantity WHEN 'ISSUE' THEN -quantity ELSE 0 END)
           OVER ledger AS on_hand,
         sum(CASE kind WHEN 'RESERVATION' THEN quantity WHEN 'RECEIPT' THEN 0
                       ELSE -quantity END)
           OVER ledger AS reserved
    FROM inventory.movement
  WINDOW ledger AS (PARTITION BY sku ORDER BY version, position)
), replay AS (
  SELECT sku,
         max(greatest(reserved - on_hand, -reserved, -on_hand)) AS beyond,
         (array_agg(on_hand ORDER BY version DESC, position DESC))[1] AS on_hand,
         (array_agg(reserved ORDER BY version DESC, position DESC))[1] AS reserved
    FROM step
   GROUP BY sku
)
SELECT count(*) AS skus,
       coalesce(sum(greatest(replay.beyond, stock.reserved - stock.on_hand, 0)), 0)
         AS beyond,
       count(*) FILTER (WHERE replay.on_hand IS DISTINCT FROM stock.on_hand
                           OR replay.reserved IS DISTINCT FROM stock.reserved) AS astray
  FROM inventory.stock FULL JOIN replay USING (sku)
