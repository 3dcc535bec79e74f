package io.tidegate.contracts;

/**
 * A fact, in the past tense: stored in its domain's event table and published to its topic, keyed
 * by aggregate, in order per aggregate, at least once. Readers ignore fields that they do not know.
 */
public interface DomainEvent extends WireMessage {

  /** The aggregate that the fact is about, as text. */
  String aggregateId();
}
