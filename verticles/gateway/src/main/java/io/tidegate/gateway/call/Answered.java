package io.tidegate.gateway.call;

import io.tidegate.contracts.Reply;

/** What a domain answered; {@code replayed} where it had answered so before. */
public record Answered<T extends Reply>(T reply, boolean replayed) {}
