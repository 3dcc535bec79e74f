-- The same decision as before, for batches of any size: where an order's lines find their stock is
-- looked up for the whole batch at once, rather than by a search for each line, whose price grew
-- with the square of the batch.

CREATE OR REPLACE FUNCTION ${schema}.reserve(
  wish_orders uuid[], wish_skus text[], wish_quantities text[], metadata text, moment timestamptz
) RETURNS TABLE (
  order_id uuid, state text, refused_sku text, refused_asked int, refused_available bigint,
  fresh boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  decided       uuid[];
  known_skus    text[];
  available     bigint[];
  wish          record;
  lacking       int;
  short_orders  uuid[]   := '{}';
  short_skus    text[]   := '{}';
  short_asked   int[]    := '{}';
  short_left    bigint[] := '{}';
  move_skus     text[]   := '{}';
  move_counts   int[]    := '{}';
  move_orders   uuid[]   := '{}';
BEGIN
  WITH inserted AS (
    INSERT INTO ${schema}.order_stock (order_id, state, skus, quantities)
    SELECT w.order_id, 'RESERVED', w.skus::text[], w.quantities::int[]
      FROM unnest(wish_orders, wish_skus, wish_quantities) AS w (order_id, skus, quantities)
     ORDER BY w.order_id
        ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
  )
  SELECT array_agg(order_id) INTO decided FROM inserted;

  IF decided IS NOT NULL THEN
    WITH locked AS (
      SELECT stock.sku, stock.on_hand - stock.reserved AS available
        FROM ${schema}.stock
       WHERE stock.sku IN (SELECT unnest(w.skus::text[])
                             FROM unnest(wish_orders, wish_skus) AS w (order_id, skus)
                                  JOIN unnest(decided) AS d (order_id) USING (order_id))
       ORDER BY stock.sku
         FOR NO KEY UPDATE
    )
    SELECT coalesce(array_agg(l.sku), '{}'), coalesce(array_agg(l.available), '{}')
      INTO known_skus, available
      FROM locked AS l;

    -- An order may be there twice; its first place counts. A place of null is a SKU without stock.
    FOR wish IN
      WITH first AS (
        SELECT DISTINCT ON (w.order_id) w.order_id, w.place, w.skus::text[] AS skus,
               w.quantities::int[] AS quantities
          FROM unnest(wish_orders, wish_skus, wish_quantities) WITH ORDINALITY
            AS w (order_id, skus, quantities, place)
               JOIN unnest(decided) AS d (order_id) USING (order_id)
         ORDER BY w.order_id, w.place
      )
      SELECT first.order_id, first.skus, first.quantities,
             array_agg(known.place ORDER BY line.number) AS places
        FROM first
             CROSS JOIN LATERAL unnest(first.skus) WITH ORDINALITY AS line (sku, number)
             LEFT JOIN unnest(known_skus) WITH ORDINALITY AS known (sku, place) USING (sku)
       GROUP BY first.order_id, first.place, first.skus, first.quantities
       ORDER BY first.place
    LOOP
      lacking := 0;
      FOR line IN 1 .. cardinality(wish.skus) LOOP
        IF wish.places[line] IS NULL OR available[wish.places[line]] < wish.quantities[line] THEN
          lacking := line;
          EXIT;
        END IF;
      END LOOP;
      IF lacking > 0 THEN
        short_orders := short_orders || wish.order_id;
        short_skus := short_skus || wish.skus[lacking];
        short_asked := short_asked || wish.quantities[lacking];
        short_left := short_left || coalesce(available[wish.places[lacking]], 0);
      ELSE
        FOR line IN 1 .. cardinality(wish.skus) LOOP
          available[wish.places[line]] := available[wish.places[line]] - wish.quantities[line];
          move_skus := move_skus || wish.skus[line];
          move_counts := move_counts || wish.quantities[line];
          move_orders := move_orders || wish.order_id;
        END LOOP;
      END IF;
    END LOOP;

    IF cardinality(short_orders) > 0 THEN
      UPDATE ${schema}.order_stock AS o
         SET state = 'REFUSED', refused_sku = r.sku, refused_asked = r.asked,
             refused_available = r.available
        FROM unnest(short_orders, short_skus, short_asked, short_left)
          AS r (order_id, sku, asked, available)
       WHERE o.order_id = r.order_id;
    END IF;
    IF cardinality(move_skus) > 0 THEN
      PERFORM ${schema}.move(
        move_skus, array_fill('RESERVATION'::text, ARRAY[cardinality(move_skus)]), move_counts,
        move_orders, array_fill(NULL::text, ARRAY[cardinality(move_skus)]), metadata, moment);
    END IF;
  END IF;

  RETURN QUERY
  SELECT o.order_id, o.state, o.refused_sku, o.refused_asked, o.refused_available,
         d.order_id IS NOT NULL
    FROM ${schema}.order_stock AS o
         LEFT JOIN unnest(decided) AS d (order_id) USING (order_id)
   WHERE o.order_id = ANY (wish_orders);
END;
$$;
