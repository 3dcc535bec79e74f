-- How much of each SKU there is. onHand = reserved + available, and the row's version counts the
-- batches that changed it.
CREATE TABLE ${schema}.stock (
  sku      text   PRIMARY KEY,
  version  int    NOT NULL,
  on_hand  bigint NOT NULL,
  reserved bigint NOT NULL,
  CONSTRAINT stock_never_oversold CHECK (reserved >= 0 AND on_hand >= reserved)
) WITH (fillfactor = 50);

-- One row for each order: its first outcome, which every repeat returns. RELEASED without lines is a
-- tombstone: the order ended before it could reserve.
CREATE TABLE ${schema}.order_stock (
  order_id          uuid   PRIMARY KEY,
  state             text   NOT NULL,
  skus              text[] NOT NULL,
  quantities        int[]  NOT NULL,
  refused_sku       text,
  refused_asked     int,
  refused_available bigint,
  CONSTRAINT order_stock_state CHECK (state IN ('RESERVED', 'REFUSED', 'ISSUED', 'RELEASED')),
  CONSTRAINT order_stock_lines CHECK (cardinality(skus) = cardinality(quantities))
) WITH (fillfactor = 90);

-- The ledger. Version and position are drawn under the stock row's lock, so they are its order.
CREATE TABLE ${schema}.movement (
  sku       text        NOT NULL,
  version   int         NOT NULL,
  position  int         NOT NULL,
  kind      text        NOT NULL,
  quantity  int         NOT NULL,
  order_id  uuid,
  reference text,
  at        timestamptz NOT NULL,
  PRIMARY KEY (sku, version, position),
  CONSTRAINT movement_kind CHECK (kind IN ('RECEIPT', 'RESERVATION', 'RELEASE', 'ISSUE')),
  CONSTRAINT movement_quantity CHECK (quantity > 0)
);
