-- What the checkers of orders and stock share where nothing is on its way, gone with the session.
SET work_mem = '64MB';

CREATE TEMP TABLE yet_to_hear (
  order_id  uuid   NOT NULL,
  consumers text[] NOT NULL
);

CREATE TEMP TABLE answered (
  order_id     uuid    NOT NULL,
  is_confirmed boolean NOT NULL
);
