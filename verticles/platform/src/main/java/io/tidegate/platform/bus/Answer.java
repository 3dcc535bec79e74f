package io.tidegate.platform.bus;

import io.tidegate.contracts.Reply;

/**
 * What a domain answers.
 *
 * @param replayed whether this is the first answer of an earlier request with the same key
 */
public record Answer(Reply reply, boolean replayed) {

  public static Answer of(Reply reply) {
    return new Answer(reply, false);
  }

  public static Answer replayed(Reply reply) {
    return new Answer(reply, true);
  }
}
