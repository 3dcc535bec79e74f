package io.tidegate.cluster.check;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.tidegate.contracts.Money;
import io.tidegate.contracts.order.OrderApi.CartLine;
import io.tidegate.platform.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * What a client knows of its orders, to hold the shop against: it writes down what it wants before
 * it sends it, and what it heard when it has heard it. In memory, or in a file that survives the
 * client, one JSON object a line; what is about to be sent is on disk before it is sent.
 *
 * <p>An answer that names an order is an effect. An attempt that was refused for certain, as a 4xx
 * or by {@code "executed": false}, has none. Any other end leaves the attempt open: it may have had
 * its effect or have it yet, until its key is answered with an order; a refusal says nothing of an
 * earlier attempt, unless that has certainly ended ({@link #nothingIsUnderWay}). Any thread.
 */
public final class OrderLedger implements AutoCloseable {

  private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

  /** Oldest first; only where not all of them are kept. */
  private final ConcurrentLinkedQueue<Key> kept = new ConcurrentLinkedQueue<>();

  private final FileChannel file;
  private final int keysMax;

  private OrderLedger(FileChannel file, int keysMax) {
    this.file = file;
    this.keysMax = keysMax;
  }

  /** A customer's idempotency key. */
  record Key(String customerId, String key) {}

  /** What became of a key: the lines that it was for, the orders it was answered with. */
  static final class Entry {

    private final List<CartLine> lines;
    private final Set<Answer> answers = new HashSet<>();
    private int open;
    private int ended;

    private Entry(List<CartLine> lines) {
      this.lines = lines;
    }

    List<CartLine> lines() {
      return lines;
    }

    synchronized Set<Answer> answers() {
      return Set.copyOf(answers);
    }

    synchronized boolean isOpen() {
      return answers.isEmpty() && open + ended > 0;
    }

    private synchronized void take(Line line) {
      switch (line.what()) {
        case SENT -> open++;
        case REFUSED -> {
          open--;
          ended = 0;
        }
        case QUIET -> {
          ended += open;
          open = 0;
        }
        case ANSWERED -> answers.add(new Answer(line.orderId(), line.status(), line.total()));
      }
    }
  }

  /**
   * An order as an answer named it.
   *
   * @param total null where the answer did not say
   */
  record Answer(String orderId, String status, Money total) {}

  /** What a line says. */
  private enum What {
    SENT,
    ANSWERED,
    REFUSED,
    /** Of all keys. */
    QUIET
  }

  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Line(
      What what,
      String customerId,
      String key,
      List<CartLine> lines,
      String orderId,
      String status,
      Money total) {}

  /** One that ends with the process. */
  public static OrderLedger inMemory() {
    return new OrderLedger(null, Integer.MAX_VALUE);
  }

  /**
   * One that ends with the process and keeps so many keys, the latest: for customers who have
   * ordered before, or go on and on. That they have orders that are not in it is no surprise.
   */
  public static OrderLedger ofLatest(int keysMax) {
    return new OrderLedger(null, keysMax);
  }

  /** One in a file; what the file says already is known. */
  public static OrderLedger inFile(Path path) {
    try {
      var file =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
      var ledger = new OrderLedger(file, Integer.MAX_VALUE);
      ledger.read(path);
      return ledger;
    } catch (IOException cause) {
      throw new CheckException("Cannot write the ledger %s (%s).".formatted(path, cause), cause);
    }
  }

  /** To be called before an order is sent, each time that it is sent. */
  public void sends(String customerId, String key, List<CartLine> lines) {
    write(new Line(What.SENT, customerId, key, lines, null, null, null), true);
  }

  /** The shop answered with this order: a 201, a 202, or a 409 with an order id. */
  public void hears(String customerId, String key, String orderId, String status) {
    hears(customerId, key, orderId, status, null);
  }

  /** The same with what it costs, where the answer said so: a 201 or a 202. */
  public void hears(String customerId, String key, String orderId, String status, Money total) {
    write(new Line(What.ANSWERED, customerId, key, null, orderId, status, total), false);
  }

  /**
   * The same by the answer's status and body, as the contract has them. What leaves the attempt
   * open is not written.
   */
  public void hears(String customerId, String key, int httpStatus, String body) {
    var told = httpStatus < 500 || httpStatus == 503 ? Told.of(body) : Told.NOTHING;
    if (told.orderId() != null) {
      var status = told.status() instanceof String text ? text : "REJECTED";
      hears(customerId, key, told.orderId(), status, told.total());
    } else if ((httpStatus >= 400 && httpStatus < 500 && !told.isUnderWay())
        || Boolean.FALSE.equals(told.executed())) {
      hearsRefusal(customerId, key);
    }
  }

  /**
   * What a body may say of an order: the order itself, or a problem.
   *
   * @param status an order's, or a problem's number
   */
  private record Told(String type, String orderId, Object status, Money total, Boolean executed) {

    private static final Told NOTHING = new Told(null, null, null, null, null);

    private static Told of(String body) {
      return body.startsWith("{") ? Json.decode(body, Told.class) : NOTHING;
    }

    private boolean isUnderWay() {
      return "urn:tidegate:problem:request-in-progress".equals(type);
    }
  }

  /** The shop refused this attempt for certain. */
  public void hearsRefusal(String customerId, String key) {
    write(new Line(What.REFUSED, customerId, key, null, null, null, null), false);
  }

  /**
   * Whatever was sent has had its effect by now or will have none, so that a refusal of one more
   * attempt is the key's last word. To be called where no answer is awaited any more, all nodes
   * answer, and longer than a request may take has passed since.
   */
  public void nothingIsUnderWay() {
    write(new Line(What.QUIET, null, null, null, null, null, null), true);
  }

  /** Whether the end of this key is not known. */
  public boolean isOpen(String customerId, String key) {
    var entry = entries.get(new Key(customerId, key));
    return entry != null && entry.isOpen();
  }

  /** Keys whose end is not known: to be sent again, the very same, until it is. */
  public List<String> open() {
    return entries.entrySet().stream()
        .filter(entry -> entry.getValue().isOpen())
        .map(entry -> entry.getKey().key())
        .sorted()
        .toList();
  }

  /** How many keys it knows. */
  public int keys() {
    return entries.size();
  }

  /** The orders that somebody was told are confirmed. */
  public Set<String> confirmed() {
    return entries.values().stream()
        .flatMap(entry -> entry.answers().stream())
        .filter(answer -> answer.status().equals("CONFIRMED"))
        .map(Answer::orderId)
        .collect(Collectors.toSet());
  }

  /** Whether its customers have no other orders. */
  boolean isWhole() {
    return keysMax == Integer.MAX_VALUE;
  }

  Map<Key, Entry> entries() {
    return Map.copyOf(entries);
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException cause) {
      throw new CheckException("The ledger does not close.", cause);
    }
  }

  private void read(Path path) throws IOException {
    try (var lines = Files.lines(path)) {
      lines.map(text -> Json.decode(text, Line.class)).forEach(this::take);
    } catch (IllegalArgumentException cause) {
      throw new CheckException("%s is no ledger: %s.".formatted(path, cause.getMessage()), cause);
    }
  }

  private void write(Line line, boolean toDisk) {
    take(line);
    if (file == null) {
      return;
    }
    var octets = ByteBuffer.wrap((Json.encode(line) + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      synchronized (file) {
        while (octets.hasRemaining()) {
          file.write(octets);
        }
      }
      if (toDisk) {
        file.force(false);
      }
    } catch (IOException cause) {
      throw new CheckException("The ledger cannot be written (%s).".formatted(cause), cause);
    }
  }

  private void take(Line line) {
    if (line.what() == What.QUIET) {
      entries.values().forEach(entry -> entry.take(line));
      return;
    }
    var key = new Key(line.customerId(), line.key());
    var entry = line.what() == What.SENT ? sent(key, line.lines()) : entries.get(key);
    if (entry == null && !isWhole()) {
      return;
    }
    if (entry == null) {
      throw new IllegalArgumentException("the key " + key + " was answered before it was sent");
    }
    entry.take(line);
  }

  private Entry sent(Key key, List<CartLine> lines) {
    var fresh = new Entry(lines);
    var known = entries.putIfAbsent(key, fresh);
    if (known != null) {
      return known;
    }
    if (!isWhole()) {
      kept.add(key);
      if (entries.size() > keysMax) {
        entries.remove(kept.remove());
      }
    }
    return fresh;
  }
}
