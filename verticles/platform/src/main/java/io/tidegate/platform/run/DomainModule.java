package io.tidegate.platform.run;

import io.tidegate.contracts.Request;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.postgres.Postgres;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;

/**
 * A domain as a node sees it that carries its role: what to deploy behind the role's inbox, and
 * what to run beside it. Created once for a node; closed after everything that it made has stopped.
 */
public interface DomainModule {

  /** The role's name, which is also the domain's schema and its section in {@code conf/}. */
  String role();

  /** The sealed interface of the requests that it answers. */
  Class<? extends Request> requests();

  /** How many requests a node works on at a time; beyond that they are refused. */
  int inFlightMax();

  /** How many slots a node starts with. */
  int slots();

  /**
   * What a slot's service runs on: an event loop where it composes, a virtual thread where it
   * waits.
   */
  ThreadingModel threading();

  /** A verticle that attaches itself to the inbox when it starts and leaves it when it stops. */
  Deployable slot(Inbox inbox);

  /** The verticle, on an event loop, that runs the relay, the reactions and the sweep. */
  Deployable background();

  /** Its way to its schema. */
  Postgres postgres();

  /** Whether the domain can work: its database answers. */
  Future<Void> check();

  /** Closes its connections. */
  Future<Void> close();
}
