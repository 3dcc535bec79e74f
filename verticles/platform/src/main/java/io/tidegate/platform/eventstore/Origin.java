package io.tidegate.platform.eventstore;

import io.tidegate.contracts.Caller;
import io.tidegate.platform.bus.Inquiry;

/** Where an event comes from: kept as its metadata, which is the audit of what changed. */
public record Origin(String caller, String traceparent) {

  /** Of what a caller asked for. */
  public static Origin of(Inquiry<?> inquiry) {
    return new Origin(inquiry.caller().subject(), inquiry.traceparent());
  }

  /** Of what a domain does on its own behalf. */
  public static Origin of(String role, String traceparent) {
    return new Origin(Caller.service(role).subject(), traceparent);
  }
}
