package io.tidegate.platform.bus;

import io.tidegate.contracts.WireMessage;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.nio.charset.StandardCharsets;

/**
 * The one codec of the bus. Within a node a record is handed over as it is, which its immutability
 * allows; between nodes it is its wire name and its JSON, each with its length before it.
 */
final class RecordCodec implements MessageCodec<WireMessage, WireMessage> {

  private static final String NAME = "tidegate.record.v1";

  /** Makes this the codec of every record that is sent; nothing new where it is already. */
  static void register(Vertx vertx) {
    vertx
        .eventBus()
        .unregisterCodec(NAME)
        .registerCodec(new RecordCodec())
        .codecSelector(body -> body instanceof WireMessage ? NAME : null);
  }

  @Override
  public void encodeToWire(Buffer buffer, WireMessage message) {
    append(buffer, WireTypes.nameOf(message));
    append(buffer, io.tidegate.platform.json.Json.encode(message));
  }

  @Override
  public WireMessage decodeFromWire(int position, Buffer buffer) {
    var nameLength = buffer.getInt(position);
    var nameStart = position + Integer.BYTES;
    var jsonStart = nameStart + nameLength + Integer.BYTES;
    var jsonLength = buffer.getInt(jsonStart - Integer.BYTES);
    return WireTypes.decode(
        buffer.getString(nameStart, nameStart + nameLength),
        buffer.getString(jsonStart, jsonStart + jsonLength));
  }

  @Override
  public WireMessage transform(WireMessage message) {
    return message;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  private static void append(Buffer buffer, String text) {
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    buffer.appendInt(bytes.length).appendBytes(bytes);
  }
}
