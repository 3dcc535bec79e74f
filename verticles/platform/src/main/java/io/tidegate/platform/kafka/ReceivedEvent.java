package io.tidegate.platform.kafka;

import io.tidegate.contracts.DomainEvent;
import java.time.Instant;

/** An event of another domain, as it came from Kafka. {@code version} is its aggregate's. */
public record ReceivedEvent(DomainEvent event, int version, Instant at, String traceparent) {}
