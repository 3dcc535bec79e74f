package io.tidegate.cluster;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.tidegate.gateway.GatewayModule;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.bus.BusConfig;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.BreakerConfig;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.http.ManagementVerticle;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.run.Health;
import io.tidegate.platform.run.NodeDesk;
import io.tidegate.platform.run.Platform;
import io.tidegate.platform.run.RoleDeployment;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JVM of the cluster: joins it, deploys the roles that it carries, and leaves without losing
 * what it has taken on. Composes futures; any thread.
 */
final class Node {

  private static final Logger LOG = LoggerFactory.getLogger(Node.class);

  private final Vertx vertx;
  private final NodeConfig config;
  private final Health health;
  private final List<RoleDeployment> domains = new ArrayList<>();
  private GatewayModule gateway;

  private Node(Vertx vertx, NodeConfig config, Health health) {
    this.vertx = vertx;
    this.config = config;
    this.health = health;
  }

  /** Joins the cluster and deploys. A node that cannot is of no use: its process must end. */
  static Future<Node> start(Conf conf) {
    Settings.check(conf);
    var config = NodeConfig.from(conf.section("node"));
    var cluster = ClusterConfig.from(conf.section("cluster"));
    var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    ProcessMetrics.bindTo(meters);
    var manager = Cluster.manager(cluster);
    var options =
        new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventBusOptions(Cluster.bus(cluster, config.roles()))
            .setMetricsOptions(metrics());
    return Vertx.builder()
        .with(options)
        .withClusterManager(manager)
        .withMetrics(new MicrometerMetricsFactory(meters))
        .buildClustered()
        .compose(
            vertx -> {
              manager.lookAfterThisNode(vertx);
              var node = new Node(vertx, config, new Health());
              var directory = Directory.of(vertx, manager, config.roles());
              return node.deploy(node.platform(conf, directory, meters), meters).map(node);
            });
  }

  /**
   * Leaves: not ready any more, no new connections, inboxes hand over to other nodes and finish
   * what they hold, leases are given up, then the cluster is left.
   */
  Future<Void> drain() {
    LOG.info("draining");
    health.drain();
    return (gateway == null ? Future.<Void>succeededFuture() : gateway.drain(config.drain()))
        .eventually(
            () ->
                Future.join(domains.stream().map(domain -> domain.drain(config.drain())).toList()))
        .eventually(vertx::close);
  }

  private Platform platform(Conf conf, Directory directory, PrometheusMeterRegistry meters) {
    var section = conf.section("platform");
    var clock = InstantSource.system();
    var tokens = new InternalTokens(vertx, section.text("internalTokenSecret"));
    var breakers = new Breakers(vertx, BreakerConfig.from(section), meters);
    return new Platform(
        vertx,
        clock,
        new UuidV7(clock),
        conf,
        directory,
        new Bus(vertx, directory, tokens, breakers, meters, BusConfig.from(section)),
        tokens,
        breakers,
        meters,
        KafkaConfig.from(conf.section("kafka")),
        section.milliseconds("leaseTermMs"));
  }

  private Future<Void> deploy(Platform platform, PrometheusMeterRegistry meters) {
    Future<Void> deployed =
        vertx
            .deployVerticle(
                new ManagementVerticle(config.host(), config.managementPort(), health, meters),
                new DeploymentOptions())
            .compose(_ -> NodeDesk.open(platform));
    for (var role : NodeConfig.ROLES) {
      if (config.roles().contains(role)) {
        deployed = deployed.compose(_ -> deploy(role, platform));
      }
    }
    return deployed.onSuccess(
        _ -> {
          health.serve();
          LOG.info("carries {}", config.roles());
        });
  }

  private Future<Void> deploy(String role, Platform platform) {
    var module = Modules.of(role, platform);
    if (module == null) {
      gateway = new GatewayModule(platform, health);
      return deployGateway();
    }
    health.add("postgres-" + role, module::check);
    return RoleDeployment.deploy(platform, module).onSuccess(domains::add).mapEmpty();
  }

  private Future<Void> deployGateway() {
    Future<Void> deployed = Future.succeededFuture();
    var options = new DeploymentOptions().setThreadingModel(ThreadingModel.EVENT_LOOP);
    for (var slot = 0; slot < gateway.slots(); slot++) {
      deployed = deployed.compose(_ -> vertx.deployVerticle(gateway.slot(), options).mapEmpty());
    }
    return deployed;
  }

  private static MicrometerMetricsOptions metrics() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        .setLabels(EnumSet.of(Label.POOL_TYPE, Label.POOL_NAME));
  }
}
