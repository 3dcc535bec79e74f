package io.tidegate.platform.run;

import io.tidegate.contracts.CommonRefusal.Forbidden;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.Role;
import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.contracts.ops.OpsApi.Breaker;
import io.tidegate.contracts.ops.OpsApi.BreakerList;
import io.tidegate.contracts.ops.OpsApi.BreakerState;
import io.tidegate.contracts.ops.OpsApi.ListBreakers;
import io.tidegate.platform.bus.Answer;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.bus.Inquiry;
import io.tidegate.platform.bus.Service;
import io.tidegate.platform.guard.Breakers;
import io.vertx.core.Future;
import io.vertx.core.internal.VertxInternal;

/** What a node answers about itself, whatever it carries. Any thread. */
public final class NodeDesk implements Service {

  private static final int IN_FLIGHT_MAX = 100;

  private final Breakers breakers;

  private NodeDesk(Breakers breakers) {
    this.breakers = breakers;
  }

  /** Opens it; it answers until the node ends, also while that drains. */
  public static Future<Void> open(Platform platform) {
    var inbox =
        new Inbox(
            platform.vertx(),
            OpsApi.ROLE,
            platform.directory(),
            OpsApi.OfNode.class,
            platform.tokens(),
            IN_FLIGHT_MAX);
    inbox.attach(
        ((VertxInternal) platform.vertx()).createEventLoopContext(),
        new NodeDesk(platform.breakers()));
    return inbox.open();
  }

  @Override
  public Future<Answer> answer(Inquiry<Request> inquiry) {
    return Future.succeededFuture(
        Answer.of(
            inquiry.caller().is(Role.ROLE_OPS)
                ? switch ((OpsApi.OfNode) inquiry.request()) {
                  case ListBreakers _ -> breakers();
                }
                : new Forbidden("nodes answer to operators")));
  }

  private BreakerList breakers() {
    return new BreakerList(
        breakers.all().entrySet().stream()
            .map(entry -> breaker(entry.getKey(), entry.getValue()))
            .toList());
  }

  private static Breaker breaker(String name, Breakers.Breaker breaker) {
    var state = BreakerState.valueOf(breaker.state().name());
    return new Breaker(name, state, breaker.faults(), breaker.since());
  }
}
