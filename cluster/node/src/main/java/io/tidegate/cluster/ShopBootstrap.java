package io.tidegate.cluster;

import io.tidegate.cluster.launch.Bootstrap;
import io.tidegate.cluster.launch.LaunchException;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.kafka.KafkaConfig;
import io.tidegate.platform.kafka.Topics;
import io.tidegate.platform.postgres.Migrations;
import io.tidegate.platform.postgres.SchemaBootstrap;
import io.tidegate.platform.postgres.SchemaBootstrap.Database;
import io.vertx.core.Vertx;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;

/**
 * Makes roles, schemas, tables and topics before the first node starts. A domain whose {@code
 * writeUri} is set has a database of its own, with its role and schema made by whoever owns that;
 * its tables are made here all the same.
 */
public final class ShopBootstrap implements Bootstrap {

  private static final long TOPICS_SECONDS_MAX = 60;

  @Override
  public void check(Conf settings) {
    Settings.check(settings);
  }

  @Override
  public void prepare(Surroundings surroundings) {
    try {
      makeSchemas(surroundings);
    } catch (IllegalStateException cause) {
      if (cause.getCause() instanceof SQLException) {
        throw new LaunchException(
            cause.getMessage() + "\nThe setting postgres.uri says where it is.", cause);
      }
      throw cause;
    }
    makeTopics(surroundings.conf(), surroundings.kafkaBootstrapServers());
  }

  private static void makeSchemas(Surroundings surroundings) {
    var admin = PostgresLogin.of("postgres.uri", surroundings.postgresUri());
    Modules.aggregateIdTypes()
        .forEach(
            (domain, idType) -> {
              var own = surroundings.conf().section(domain).textOrNull("writeUri");
              if (own == null) {
                SchemaBootstrap.prepare(
                    new Database(admin.jdbcUrl(), admin.user(), admin.password()),
                    domain,
                    surroundings.domainPasswords().get(domain),
                    idType,
                    surroundings.schemaVersions().get(domain));
              } else {
                var login = PostgresLogin.of(domain + ".writeUri", own);
                Migrations.run(login.jdbcUrl(), login.user(), login.password(), domain, idType);
              }
            });
  }

  private static void makeTopics(Conf conf, String bootstrapServers) {
    var vertx = Vertx.vertx();
    try {
      var kafka = KafkaConfig.from(conf.section("kafka"), bootstrapServers);
      new Topics(vertx, kafka).ensure(Topic.names()).await(TOPICS_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (TimeoutException | KafkaException cause) {
      throw new LaunchException(
          "Kafka at %s cannot be used (%s).\nThe setting kafka.bootstrapServers says where it is."
              .formatted(bootstrapServers, innermost(cause).getMessage()),
          cause);
    } finally {
      vertx.close();
    }
  }

  private static Throwable innermost(Throwable cause) {
    return cause.getCause() == null ? cause : innermost(cause.getCause());
  }
}
