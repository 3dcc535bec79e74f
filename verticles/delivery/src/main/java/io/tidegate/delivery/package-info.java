/**
 * Delivery: parcels from schedule to arrival. It owns whether a parcel has left.
 *
 * <p>Answers {@link io.tidegate.contracts.delivery.DeliveryApi}; publishes {@link
 * io.tidegate.contracts.delivery.DeliveryEvents}; reacts to confirmed orders by scheduling. An
 * order has at most one delivery. Where its cancellation comes before it, the delivery is a
 * tombstone: cancelled, without lines and customer, so only admins see it.
 */
package io.tidegate.delivery;
