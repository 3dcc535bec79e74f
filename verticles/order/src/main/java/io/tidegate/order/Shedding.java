package io.tidegate.order;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import java.util.function.BooleanSupplier;

/**
 * Whether new orders are refused for now because too many events wait for Kafka already: the rest
 * of the shop would only fall further behind. Any thread.
 */
final class Shedding {

  private final BooleanSupplier isFull;
  private final Counter refused;

  Shedding(BooleanSupplier isFull, MeterRegistry meters) {
    this.isFull = isFull;
    this.refused =
        Counter.builder("tidegate.outbox.refusals")
            .description("Orders refused because too many events wait for Kafka")
            .register(meters);
  }

  boolean isOn() {
    return isFull.getAsBoolean();
  }

  /** What a new order fails with; nothing was done. */
  FaultException refusal() {
    refused.increment();
    return new FaultException(Fault.BUSY, "too many events wait for Kafka");
  }
}
