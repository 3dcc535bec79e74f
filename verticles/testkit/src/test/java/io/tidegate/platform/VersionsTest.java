package io.tidegate.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.hazelcast.instance.BuildInfoProvider;
import io.vertx.core.Vertx;
import org.apache.kafka.common.utils.AppInfoParser;
import org.junit.jupiter.api.Test;

/** BOMs pin older ones of these; which one wins depends on their order in the build's root. */
class VersionsTest {

  @Test
  void runsTheVertxWithoutTheKnownVulnerability() {
    assertEquals("5.0.12", Vertx.class.getPackage().getImplementationVersion());
  }

  @Test
  void runsTheKafkaClientThatKnowsThisJdk() {
    assertEquals("4.3.1", AppInfoParser.getVersion());
  }

  @Test
  void runsTheHazelcastThatWasTried() {
    assertEquals("5.7.0", BuildInfoProvider.getBuildInfo().getVersion());
  }
}
