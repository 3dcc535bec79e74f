package io.tidegate.catalog.store;

import io.tidegate.contracts.Channel;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Channels. Any thread. */
public final class ChannelStore {

  private static final String PAGE =
      """
      SELECT channel, name
        FROM catalog.channel
       WHERE channel > $1
       ORDER BY channel
       LIMIT $2
      """;

  private static final String KNOWN =
      """
      SELECT channel
        FROM catalog.channel
       WHERE channel = ANY($1::text[])
      """;

  private static final String CREATE =
      """
      INSERT INTO catalog.channel (channel, name)
      VALUES ($1, $2)
          ON CONFLICT (channel) DO NOTHING
      """;

  private final Postgres postgres;

  public ChannelStore(Postgres postgres) {
    this.postgres = postgres;
  }

  /** The channels after one, by name; after the empty text, from the first. */
  public Future<List<ChannelView>> page(String after, int limit) {
    return postgres
        .read(PAGE, Tuple.of(after, limit))
        .map(
            rows -> {
              var channels = new ArrayList<ChannelView>();
              rows.forEach(row -> channels.add(channel(row)));
              return channels;
            });
  }

  /** Those of these channels that there are; also one that was created a moment ago. */
  public Future<Set<Channel>> known(Collection<Channel> channels) {
    var codes = channels.stream().map(Channel::value).distinct().toArray(String[]::new);
    // On the primary, as a replica may not have heard of the newest yet.
    return postgres
        .write(KNOWN, Tuple.tuple().addArrayOfString(codes))
        .map(
            rows -> {
              var known = new HashSet<Channel>();
              rows.forEach(row -> known.add(Channel.of(row.getString("channel"))));
              return known;
            });
  }

  /** Creates a channel; false where there is one of this name. */
  public Future<Boolean> create(SqlConnection transaction, ChannelView channel) {
    return transaction
        .preparedQuery(CREATE)
        .execute(Tuple.of(channel.channel().value(), channel.name()))
        .map(created -> created.rowCount() == 1);
  }

  private static ChannelView channel(Row row) {
    return new ChannelView(Channel.of(row.getString("channel")), row.getString("name"));
  }
}
