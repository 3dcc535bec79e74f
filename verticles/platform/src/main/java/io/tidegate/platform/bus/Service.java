package io.tidegate.platform.bus;

import io.tidegate.contracts.Request;
import io.vertx.core.Future;

/**
 * What a domain does with a request. It runs on its slot's context: on an event loop it composes
 * futures; on a virtual thread it may wait. A refusal is an ordinary answer; a failed future or an
 * exception is a fault or a bug.
 */
@FunctionalInterface
public interface Service {

  Future<Answer> answer(Inquiry<Request> inquiry);
}
