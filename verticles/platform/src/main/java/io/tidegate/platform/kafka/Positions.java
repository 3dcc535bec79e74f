package io.tidegate.platform.kafka;

import io.tidegate.platform.postgres.Identifier;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * How far a consumer has come, beside its effects. A position moves only from where the consumer
 * thinks that it is (compare and set), so of two who think they are the one, one fails.
 */
final class Positions {

  private static final String LOAD =
      """
      SELECT "partition", next_offset
        FROM %1$s.consumer_position
       WHERE consumer = $1 AND topic = $2
      """;

  private static final String BEGIN =
      """
      INSERT INTO %1$s.consumer_position (consumer, topic, "partition", next_offset)
      SELECT $1, $2, number, 0 FROM unnest($3::int[]) AS number
          ON CONFLICT DO NOTHING
      """;

  private static final String MOVE =
      """
      UPDATE %1$s.consumer_position AS position
         SET next_offset = move.next
        FROM unnest($3::int[], $4::bigint[], $5::bigint[]) AS move (number, expected, next)
       WHERE position.consumer = $1 AND position.topic = $2
         AND position."partition" = move.number AND position.next_offset = move.expected
      """;

  private final Postgres postgres;
  private final String load;
  private final String begin;
  private final String move;
  private final String consumer;
  private final String topic;

  Positions(Postgres postgres, String schema, String consumer, String topic) {
    this.postgres = postgres;
    this.load = LOAD.formatted(Identifier.quote(schema));
    this.begin = BEGIN.formatted(Identifier.quote(schema));
    this.move = MOVE.formatted(Identifier.quote(schema));
    this.consumer = consumer;
    this.topic = topic;
  }

  /** Where to go on, for each partition that there is: from the start where we never were. */
  Future<Map<TopicPartition, Long>> load(List<TopicPartition> partitions) {
    var numbers = partitions.stream().map(TopicPartition::partition).toArray(Integer[]::new);
    return postgres
        .write(begin, Tuple.of(consumer, topic, numbers))
        .compose(_ -> postgres.write(load, Tuple.of(consumer, topic)))
        .map(
            rows -> {
              var positions = new HashMap<TopicPartition, Long>();
              rows.forEach(
                  row ->
                      positions.put(
                          new TopicPartition(topic, row.getInteger("partition")),
                          row.getLong("next_offset")));
              positions.keySet().retainAll(partitions);
              return positions;
            });
  }

  /** Moves positions in the transaction of the effect, or fails it. */
  Future<Void> move(SqlConnection transaction, Map<TopicPartition, Move> moves) {
    var numbers = new Integer[moves.size()];
    var expected = new Long[moves.size()];
    var next = new Long[moves.size()];
    var row = 0;
    // In one order, so that two consumers that think they are the one cannot deadlock.
    for (var entry : new java.util.TreeMap<>(byNumber(moves)).entrySet()) {
      numbers[row] = entry.getKey();
      expected[row] = entry.getValue().expected();
      next[row] = entry.getValue().next();
      row++;
    }
    return transaction
        .preparedQuery(move)
        .execute(Tuple.of(consumer, topic, numbers, expected, next))
        .compose(
            moved ->
                moved.rowCount() == moves.size()
                    ? Future.succeededFuture()
                    : Future.failedFuture(new PositionMovedException(consumer)));
  }

  private static Map<Integer, Move> byNumber(Map<TopicPartition, Move> moves) {
    var byNumber = new HashMap<Integer, Move>();
    moves.forEach((partition, one) -> byNumber.put(partition.partition(), one));
    return byNumber;
  }

  /** From where to where. */
  record Move(long expected, long next) {}

  /** Somebody else has moved the position: what we read has been applied. */
  static final class PositionMovedException extends RuntimeException {
    PositionMovedException(String consumer) {
      super(consumer + " was moved by somebody else");
    }
  }
}
