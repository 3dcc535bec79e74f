package io.tidegate.loadtests.bench.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class AnswerReaderTest {

  private static final String ID = "01a1fe38-65c4-728c-b51f-762586f2e09c";
  private static final String BODY = "{\"orderId\":\"" + ID + "\",\"status\":\"CONFIRMED\"}";
  private static final String PLACED =
      "HTTP/1.1 201 Created\r\nContent-Length: %d\r\nX: y\r\n\r\n%s".formatted(BODY.length(), BODY);

  private final AnswerReader reader = new AnswerReader();
  private final OrderIds ids = new OrderIds();

  @Test
  void readsAnAnswerThatComesByteByByte() {
    for (var i = 0; i < PLACED.length() - 1; i++) {
      assertFalse(reader.complete(bytes(PLACED.substring(i, i + 1))));
    }

    assertTrue(reader.complete(bytes(PLACED.substring(PLACED.length() - 1))));
    assertEquals(201, reader.status());
    assertTrue(reader.addOrderId(ids));
    assertEquals(UUID.fromString(ID), ids.get(0));
  }

  @Test
  void readsOneAfterTheOther() {
    assertTrue(reader.complete(bytes(PLACED)));
    reader.clear();

    assertTrue(reader.complete(bytes("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")));
    assertEquals(503, reader.status());
    assertFalse(reader.addOrderId(ids));
  }

  @Test
  void refusesChunks() {
    assertThrows(
        IllegalStateException.class,
        () -> reader.complete(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")));
  }

  @Test
  void refusesWhatNobodyAskedFor() {
    assertTrue(reader.complete(bytes(PLACED + "HTTP/1.1 200")));
    assertThrows(IllegalStateException.class, reader::clear);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
  }
}
