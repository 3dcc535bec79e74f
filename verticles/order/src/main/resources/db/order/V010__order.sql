-- Which order a customer's key made. It decides which order id lives, and lists a customer's orders.
CREATE TABLE ${schema}.order_key (
  customer_id uuid NOT NULL,
  key         text NOT NULL,
  order_id    uuid NOT NULL,
  fingerprint text NOT NULL,
  PRIMARY KEY (customer_id, key)
);
CREATE INDEX order_key_orders ON ${schema}.order_key (customer_id, order_id);

-- What the sweep looks for: orders whose way was interrupted.
CREATE INDEX head_pending ON ${schema}.head (updated_at) WHERE status = 'PENDING';

-- The catalogue's terms, copied by event: an order is priced without asking anybody.
CREATE TABLE ${schema}.offer (
  channel text NOT NULL,
  sku     text NOT NULL,
  version int  NOT NULL,
  terms   json NOT NULL,
  PRIMARY KEY (channel, sku)
);
CREATE INDEX offer_sku ON ${schema}.offer (sku);

-- The admin's sales history: a projection of the order events.
CREATE TABLE ${schema}.sale (
  order_id  uuid        PRIMARY KEY,
  version   int         NOT NULL,
  status    text        NOT NULL,
  placed_at timestamptz NOT NULL,
  summary   json        NOT NULL
);
CREATE INDEX sale_placed ON ${schema}.sale (placed_at, order_id);
CREATE INDEX sale_status ON ${schema}.sale (status, placed_at, order_id);

CREATE TABLE ${schema}.sale_line (
  sku      text NOT NULL,
  order_id uuid NOT NULL,
  PRIMARY KEY (sku, order_id)
);
