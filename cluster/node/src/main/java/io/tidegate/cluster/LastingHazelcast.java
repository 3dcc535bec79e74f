package io.tidegate.cluster;

import com.hazelcast.config.Config;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes sure that a node is known for as long as it is there: where it is, and at which addresses
 * it listens. Where parts of a cluster meet again, the others may still be clearing away what they
 * knew of a node when that has just told it, and what a lost member kept may be gone; a node that
 * nobody knows is never asked again, though all count it as a member.
 */
final class LastingHazelcast extends HazelcastClusterManager {

  private static final Logger LOG = LoggerFactory.getLogger(LastingHazelcast.class);
  private static final long LOOK_MILLIS = 1_000;

  private final Set<Registration> own = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean looking = new AtomicBoolean();

  LastingHazelcast(Config config) {
    super(config);
  }

  private record Registration(String address, RegistrationInfo info) {}

  /** Looks after it from now on, until that Vert.x is closed. */
  void lookAfterThisNode(Vertx vertx) {
    vertx.setPeriodic(LOOK_MILLIS, _ -> look());
  }

  @Override
  public void addRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    if (!info.localOnly()) {
      own.add(new Registration(address, info));
    }
    super.addRegistration(address, info, promise);
  }

  @Override
  public void removeRegistration(String address, RegistrationInfo info, Completable<Void> promise) {
    own.remove(new Registration(address, info));
    super.removeRegistration(address, info, promise);
  }

  /** One look at a time, however long the cluster takes. */
  private void look() {
    if (looking.compareAndSet(false, true)) {
      beKnown()
          .compose(_ -> Future.join(own.stream().map(this::beRegistered).toList()))
          .onFailure(cause -> LOG.info("the cluster does not say what it knows of us", cause))
          .onComplete(_ -> looking.set(false));
    }
  }

  private Future<Void> beKnown() {
    Promise<NodeInfo> known = Promise.promise();
    getNodeInfo(getNodeId(), known);
    return known
        .future()
        .<Void>mapEmpty()
        .recover(
            _ -> {
              LOG.info("the cluster has lost where this node is, and is told again");
              Promise<Void> told = Promise.promise();
              setNodeInfo(getNodeInfo(), told);
              return told.future();
            });
  }

  private Future<Void> beRegistered(Registration registration) {
    Promise<List<RegistrationInfo>> known = Promise.promise();
    getRegistrations(registration.address(), known);
    return known
        .future()
        .compose(
            all ->
                all.contains(registration.info())
                    ? Future.succeededFuture()
                    : register(registration));
  }

  private Future<Void> register(Registration registration) {
    LOG.info("the cluster has lost that we listen at {}: told again", registration.address());
    Promise<Void> told = Promise.promise();
    super.addRegistration(registration.address(), registration.info(), told);
    return told.future().compose(_ -> withdrawIfOver(registration));
  }

  /** It may have ended while it was told again. */
  private Future<Void> withdrawIfOver(Registration registration) {
    if (own.contains(registration)) {
      return Future.succeededFuture();
    }
    Promise<Void> withdrawn = Promise.promise();
    super.removeRegistration(registration.address(), registration.info(), withdrawn);
    return withdrawn.future();
  }
}
