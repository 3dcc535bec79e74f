/**
 * Order: every order from its placement to its end.
 *
 * <p>Owns orders and their events, the keys that made them, and a copy of the catalogue's terms to
 * price them by. Answers {@link io.tidegate.contracts.order.OrderApi}; publishes {@link
 * io.tidegate.contracts.order.OrderEvents}. Asks inventory for stock and delivery for
 * cancellations; reacts to changed products and to deliveries. Runs on event loops.
 */
package io.tidegate.order;
