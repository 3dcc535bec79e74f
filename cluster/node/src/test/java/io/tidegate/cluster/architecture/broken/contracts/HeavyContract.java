package io.tidegate.cluster.architecture.broken.contracts;

import io.vertx.core.buffer.Buffer;

/** Binds its readers to a library. */
public record HeavyContract(Buffer payload) {}
