package io.tidegate.contracts;

/** A command that carries an idempotency key: asked twice, it has one effect and one answer. */
public interface KeyedCommand extends Request {

  RequestKey key();
}
