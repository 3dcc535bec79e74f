package io.tidegate.platform.run;

import io.tidegate.contracts.ops.OpsApi;
import io.tidegate.platform.bus.Inbox;
import io.tidegate.platform.kafka.DeadLetterDesk;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A domain at work on a node: its inbox, its slots, each a verticle deployed alone, and its
 * background. Any thread.
 */
public final class RoleDeployment {

  private final Platform platform;
  private final DomainModule module;
  private final Inbox inbox;
  private final List<String> slots = new ArrayList<>();
  private String background;

  private RoleDeployment(Platform platform, DomainModule module) {
    this.platform = platform;
    this.module = module;
    this.inbox =
        new Inbox(
            platform.vertx(),
            module.role(),
            platform.directory(),
            module.requests(),
            platform.tokens(),
            module.inFlightMax());
    inbox.answerBeside(
        OpsApi.OfDomain.class,
        ((VertxInternal) platform.vertx()).createEventLoopContext(),
        new DeadLetterDesk(module.postgres(), module.role()));
  }

  /**
   * Deploys the slots, opens the inbox when there is somebody behind it, then starts the
   * background; completes when the domain can serve. If any of it fails, all of it is undone and
   * the module closed.
   */
  public static Future<RoleDeployment> deploy(Platform platform, DomainModule module) {
    var deployment = new RoleDeployment(platform, module);
    return deployment.undoneOnFailure(
        deployment.serve().compose(_ -> deployment.startBackground()));
  }

  /** The same without relay, reactions and sweep, for who drives them himself. */
  public static Future<RoleDeployment> deployWithoutBackground(
      Platform platform, DomainModule module) {
    var deployment = new RoleDeployment(platform, module);
    return deployment.undoneOnFailure(deployment.serve());
  }

  /** Where its requests arrive. */
  public Inbox inbox() {
    return inbox;
  }

  /**
   * Takes no more requests, answers what it holds for as long as is given, stops the background
   * after what it has in hand and then the slots, and closes the module; each step even if the one
   * before it failed.
   */
  public Future<Void> drain(Duration atMost) {
    return inbox
        .drain(atMost)
        .eventually(() -> background == null ? Future.succeededFuture() : undeploy(background))
        .eventually(() -> Future.join(slots.stream().map(this::undeploy).toList()))
        .eventually(module::close);
  }

  private Future<Void> serve() {
    Future<Void> deployed = Future.succeededFuture();
    for (var slot = 0; slot < module.slots(); slot++) {
      deployed = deployed.compose(_ -> deploySlot());
    }
    return deployed.compose(_ -> inbox.open());
  }

  private Future<Void> deploySlot() {
    return platform
        .vertx()
        .deployVerticle(
            module.slot(inbox), new DeploymentOptions().setThreadingModel(module.threading()))
        .onSuccess(slots::add)
        .mapEmpty();
  }

  private Future<Void> startBackground() {
    return platform
        .vertx()
        .deployVerticle(
            module.background(),
            new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP))
        .onSuccess(id -> background = id)
        .mapEmpty();
  }

  private Future<RoleDeployment> undoneOnFailure(Future<Void> deployed) {
    return deployed
        .map(this)
        .recover(cause -> drain(Duration.ofSeconds(1)).transform(_ -> Future.failedFuture(cause)));
  }

  private Future<Void> undeploy(String id) {
    return platform.vertx().undeploy(id);
  }
}
