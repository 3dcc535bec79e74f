package io.tidegate.platform.run;

import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.platform.bus.Bus;
import io.tidegate.platform.bus.Directory;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.Breakers;
import io.tidegate.platform.guard.InternalTokens;
import io.tidegate.platform.id.UuidV7;
import io.tidegate.platform.kafka.Broker;
import io.tidegate.platform.kafka.KafkaBroker;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.postgres.Lease;
import io.tidegate.platform.postgres.Postgres;
import io.tidegate.platform.postgres.PostgresConfig;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Function;

/**
 * What a node gives to everything that runs on it. One for a node; any thread.
 *
 * @param databases how a domain reaches its schema
 * @param broker how relay and reactions reach Kafka
 */
public record Platform(
    Vertx vertx,
    InstantSource clock,
    UuidV7 ids,
    Conf conf,
    Directory directory,
    Bus bus,
    InternalTokens tokens,
    Breakers breakers,
    MeterRegistry meters,
    KafkaConfig kafka,
    Duration leaseTerm,
    Function<String, Postgres> databases,
    Broker broker) {

  /** With the engines that the settings name. */
  public Platform(
      Vertx vertx,
      InstantSource clock,
      UuidV7 ids,
      Conf conf,
      Directory directory,
      Bus bus,
      InternalTokens tokens,
      Breakers breakers,
      MeterRegistry meters,
      KafkaConfig kafka,
      Duration leaseTerm) {
    this(
        vertx,
        clock,
        ids,
        conf,
        directory,
        bus,
        tokens,
        breakers,
        meters,
        kafka,
        leaseTerm,
        schema -> new Postgres(vertx, PostgresConfig.from(schema, conf), breakers),
        new KafkaBroker(vertx, kafka));
  }

  /** A domain's way to its schema; to be closed by whoever asked for it. */
  public Postgres postgres(String schema) {
    return databases.apply(schema);
  }

  /** A lease in a domain's schema, for this start of this node. */
  public Lease lease(Postgres postgres, String schema, String name) {
    return new Lease(postgres, schema, name, directory.self(), leaseTerm);
  }
}
