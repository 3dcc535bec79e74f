package io.tidegate.cluster.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Server-sent events as a browser reads them (HTML Living Standard, 9.2.6), as far as the contract
 * uses them.
 */
final class EventStream implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One event; {@code type} is its {@code event:} field. */
  record Event(String id, String type, String data) {}

  private final HttpResponse<Stream<String>> response;
  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> comments = new LinkedBlockingQueue<>();
  private String id = "";
  private String type = "";
  private String data = "";

  private EventStream(HttpResponse<Stream<String>> response) {
    this.response = response;
    Thread.ofVirtual().name("event stream").start(this::read);
  }

  static EventStream open(Member member, String orderId, Map<String, String> headers)
      throws IOException, InterruptedException {
    var response = member.visitor().stream("/api/orders/" + orderId + "/stream", headers);
    assertEquals(200, response.statusCode());
    assertTrue(
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream"));
    return new EventStream(response);
  }

  /** The next so many events; fails if they do not come. */
  List<Event> take(int count) throws InterruptedException {
    var taken = new ArrayList<Event>();
    while (taken.size() < count) {
      var event = events.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      assertTrue(event != null, "no more events came after " + taken);
      taken.add(event);
    }
    return taken;
  }

  /** The next comment line; fails if none comes. */
  String nextComment() throws InterruptedException {
    var comment = comments.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    assertTrue(comment != null, "nothing kept the line alive");
    return comment;
  }

  @Override
  public void close() {
    response.body().close();
  }

  private void read() {
    try {
      response.body().forEach(this::line);
    } catch (java.io.UncheckedIOException _) {
      // The line broke or was closed: whoever waits for an event says so.
    }
  }

  private void line(String line) {
    if (line.isEmpty()) {
      dispatch();
    } else if (line.startsWith(":")) {
      comments.add(line);
    } else {
      var colon = line.indexOf(':');
      var field = colon < 0 ? line : line.substring(0, colon);
      var value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
      switch (field) {
        case "id" -> id = value;
        case "event" -> type = value;
        case "data" -> data = data.isEmpty() ? value : data + '\n' + value;
        default -> {
          // To be ignored, as the standard says.
        }
      }
    }
  }

  private void dispatch() {
    if (!data.isEmpty()) {
      events.add(new Event(id, type, data));
    }
    type = "";
    data = "";
  }
}
