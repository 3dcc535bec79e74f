package io.tidegate.platform.bus;

import io.tidegate.contracts.Request;
import io.tidegate.platform.guard.Fault;
import io.tidegate.platform.guard.FaultException;
import io.tidegate.platform.postgres.Outage;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How an inbox answers: an answer as it is, a failure as a fault, logged once where it is a bug.
 */
final class Replies {

  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
  private static final DeliveryOptions FIRST = new DeliveryOptions();
  private static final DeliveryOptions REPLAYED =
      new DeliveryOptions().addHeader(Headers.REPLAYED, "true");

  private Replies() {}

  static void reply(Message<Request> message, Answer answer) {
    message.reply(answer.reply(), answer.replayed() ? REPLAYED : FIRST);
  }

  static void fail(Message<Request> message, Inquiry<Request> inquiry, Throwable cause) {
    var request = inquiry.request().getClass().getSimpleName();
    switch (cause) {
      case FaultException fault -> message.fail(fault.fault().code(), fault.getMessage());
      case Throwable outage when Outage.isOutage(outage) -> {
        LOG.warn("{} failed (trace {})", request, inquiry.traceparent(), outage);
        message.fail(Fault.DEPENDENCY.code(), "a dependency failed");
      }
      default -> {
        LOG.error("{} met a bug (trace {})", request, inquiry.traceparent(), cause);
        message.fail(Fault.BUG.code(), "internal error");
      }
    }
  }
}
