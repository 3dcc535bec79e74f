package io.tidegate.platform.kafka;

import io.tidegate.contracts.DomainEvent;
import io.tidegate.platform.eventstore.EventTypes;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records as the events that a reaction reacts to. */
record EventReader(Set<Class<? extends DomainEvent>> reactsTo) {

  /** An event that we know and react to; null for the rest; throws for what is no event. */
  ReceivedEvent read(ConsumerRecord<byte[], byte[]> one) {
    var type = CloudEvents.header(one, CloudEvents.TYPE);
    if (type == null) {
      throw new IllegalArgumentException("the record has no " + CloudEvents.TYPE + " header");
    }
    if (!EventTypes.knows(type) || !reactsTo.contains(EventTypes.all().get(type))) {
      return null;
    }
    if (one.value() == null) {
      throw new IllegalArgumentException("the record has no value");
    }
    DomainEvent event = EventTypes.decode(type, CloudEvents.text(one.value()));
    return new ReceivedEvent(
        event,
        Integer.parseInt(CloudEvents.header(one, CloudEvents.VERSION)),
        Instant.ofEpochMilli(one.timestamp()),
        CloudEvents.header(one, CloudEvents.TRACE));
  }
}
