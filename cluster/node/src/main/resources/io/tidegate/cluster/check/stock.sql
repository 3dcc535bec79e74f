-- The movements of every SKU, replayed, give its level and are never below nothing on the way;
-- none is missing between two.
WITH step AS (
  SELECT sku, version, position,
         sum(CASE kind WHEN 'RECEIPT' THEN quantity WHEN 'ISSUE' THEN -quantity ELSE 0 END)
           OVER ledger AS on_hand,
         sum(CASE kind WHEN 'RESERVATION' THEN quantity WHEN 'RECEIPT' THEN 0
                       ELSE -quantity END)
           OVER ledger AS reserved,
         lag(version, 1, 0) OVER ledger AS version_before,
         lag(position, 1, -1) OVER ledger AS position_before,
         lead(version) OVER ledger IS NULL AS is_last
    FROM inventory.movement
  WINDOW ledger AS (PARTITION BY sku ORDER BY version, position)
), last AS (
  SELECT sku, version, on_hand, reserved FROM step WHERE is_last
)
SELECT format('%s at movement %s/%s: on hand %s, reserved %s', sku, version, position, on_hand,
              reserved)
  FROM step
 WHERE reserved < 0 OR on_hand < reserved
UNION ALL
SELECT format('%s: movement %s/%s is followed by %s/%s', sku, version_before, position_before,
              version, position)
  FROM step
 WHERE NOT (version = version_before AND position = position_before + 1
            OR version = version_before + 1 AND position = 0)
UNION ALL
SELECT format('%s: level is on hand %s, reserved %s at version %s; its movements say %s, %s, %s',
              sku, stock.on_hand, stock.reserved, stock.version, last.on_hand, last.reserved,
              last.version)
  FROM inventory.stock FULL JOIN last USING (sku)
 WHERE (stock.on_hand, stock.reserved, stock.version)
       IS DISTINCT FROM (last.on_hand, last.reserved, last.version)
UNION ALL
SELECT format('%s: on hand %s, reserved %s', sku, on_hand, reserved)
  FROM inventory.stock
 WHERE reserved < 0 OR on_hand < reserved
