-- Pieces in confirmed orders that never came in.
WITH promised AS (
  SELECT line ->> 'sku' AS sku, sum((line ->> 'quantity')::bigint) AS pieces
    FROM "order".head CROSS JOIN LATERAL json_array_elements(state -> 'lines') AS line
   WHERE status IN ('CONFIRMED', 'DISPATCHED', 'DELIVERED')
   GROUP BY 1
), received AS (
  SELECT sku, sum(quantity) AS pieces
    FROM inventory.movement
   WHERE kind = 'RECEIPT'
   GROUP BY sku
)
SELECT coalesce(sum(greatest(promised.pieces - coalesce(received.pieces, 0), 0)), 0)
  FROM promised LEFT JOIN received USING (sku)
