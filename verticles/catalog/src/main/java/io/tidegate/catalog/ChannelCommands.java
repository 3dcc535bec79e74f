package io.tidegate.catalog;

import io.tidegate.catalog.domain.TextRules;
import io.tidegate.catalog.store.ChannelStore;
import io.tidegate.contracts.CommonRefusal.Invalid;
import io.tidegate.contracts.catalog.CatalogApi.ChannelTaken;
import io.tidegate.contracts.catalog.CatalogApi.ChannelView;
import io.tidegate.contracts.catalog.CatalogApi.CreateChannel;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.postgres.IdempotentCommands;

/** Opens channels. Virtual thread. */
final class ChannelCommands {

  private static final int NAME_LENGTH_MAX = 100;

  private final IdempotentCommands commands;
  private final ChannelStore channels;

  ChannelCommands(IdempotentCommands commands, ChannelStore channels) {
    this.commands = commands;
    this.channels = channels;
  }

  Answer create(Inquiry<CreateChannel> inquiry) {
    var command = inquiry.request();
    var wrong = TextRules.wrong(command.name(), 1, NAME_LENGTH_MAX);
    if (wrong.isPresent()) {
      return Answer.of(Invalid.at("/name", wrong.get()));
    }
    var channel = new ChannelView(command.channel(), command.name());
    return commands
        .run(
            inquiry.caller(),
            command,
            transaction ->
                channels
                    .create(transaction, channel)
                    .map(created -> created ? channel : new ChannelTaken(channel.channel())))
        .await();
  }
}
