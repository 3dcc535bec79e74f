package io.tidegate.platform.bus;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Request;
import io.tidegate.platform.guard.Deadline;

/**
 * A request as it arrives at a domain: verified, and still in time.
 *
 * @param traceparent the W3C trace context that it belongs to, or null
 */
public record Inquiry<T extends Request>(
    T request, Caller caller, Deadline deadline, String traceparent) {

  /** The same circumstances around a narrower request. */
  public <U extends Request> Inquiry<U> with(U narrowed) {
    return new Inquiry<>(narrowed, caller, deadline, traceparent);
  }
}
