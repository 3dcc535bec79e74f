package io.tidegate.platform.kafka;

import io.tidegate.platform.eventstore.Origin;
import io.tidegate.platform.eventstore.StoredEvent;
import io.tidegate.platform.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Events as records: CloudEvents 1.0 in binary mode (Kafka protocol binding §3.2), JSON data, keyed
 * by aggregate id, the aggregate's version as an extension, {@code traceparent} as W3C has it.
 */
public final class CloudEvents {

  static final String TYPE = "ce_type";
  static final String VERSION = "ce_aggregateversion";
  static final String TIME = "ce_time";
  static final String TRACE = "traceparent";

  private CloudEvents() {}

  /** The record of a stored event. {@code ce_source} and {@code ce_id} make it unique. */
  public static ProducerRecord<byte[], byte[]> record(String topic, StoredEvent event) {
    var eventRecord =
        new ProducerRecord<byte[], byte[]>(
            topic,
            null,
            event.at().toEpochMilli(),
            octets(event.aggregateId()),
            octets(event.data()));
    var headers = eventRecord.headers();
    add(headers, "ce_specversion", "1.0");
    add(headers, "ce_id", event.aggregateId() + '-' + event.version());
    add(headers, "ce_source", "/" + topic);
    add(headers, "ce_subject", event.aggregateId());
    add(headers, TIME, event.at().toString());
    add(headers, "content-type", "application/json");
    var origin = Json.decode(event.metadata(), Origin.class);
    if (origin.traceparent() != null) {
      add(headers, TRACE, origin.traceparent());
    }
    // Headers are looked for from the last one on, and this is what every reader looks for.
    add(headers, VERSION, Integer.toString(event.version()));
    add(headers, TYPE, event.type());
    return eventRecord;
  }

  /** A header's text, or null. */
  static String header(ConsumerRecord<byte[], byte[]> eventRecord, String name) {
    var header = eventRecord.headers().lastHeader(name);
    return header == null || header.value() == null ? null : text(header.value());
  }

  /** All headers as text, for the dead-letter table. */
  static Map<String, String> headers(ConsumerRecord<byte[], byte[]> eventRecord) {
    var headers = new TreeMap<String, String>();
    eventRecord.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    return headers;
  }

  static String text(byte[] octets) {
    return octets == null ? null : new String(octets, StandardCharsets.UTF_8);
  }

  private static void add(Headers headers, String name, String value) {
    headers.add(name, octets(value));
  }

  static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
