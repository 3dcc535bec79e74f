package io.tidegate.cluster.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LaunchPlanTest {

  @Test
  void letsEveryNodeCarryEverythingIfNothingIsSaid() {
    var roles = LaunchPlan.roles(2, List.of());

    assertEquals(List.of(Set.of(Role.values()), Set.of(Role.values())), roles);
  }

  @Test
  void givesEachNodeItsOwnRoles() {
    var roles = LaunchPlan.roles(2, List.of("gateway", "identity,catalog"));

    assertEquals(List.of(Set.of(Role.GATEWAY), Set.of(Role.IDENTITY, Role.CATALOG)), roles);
  }

  @Test
  void refusesAShopInWhichNobodyCarriesADomain() {
    var refused = refused(LaunchPlan.roles(1, List.of("gateway,identity")), 8080, 9080);

    assertTrue(refused.contains("catalog"), refused);
  }

  @Test
  void refusesPortsThatWouldMeet() {
    var refused = refused(LaunchPlan.roles(3, List.of()), 8080, 8082);

    assertTrue(refused.contains("too close"), refused);
  }

  @Test
  void refusesPortsThatDoNotExist() {
    var refused = refused(LaunchPlan.roles(3, List.of()), 65534, 9080);

    assertTrue(refused.contains("--port"), refused);
  }

  @Test
  void keepsTheRestOfADatabasesAddress() {
    assertEquals(
        "postgresql://tidegate_order:new@db:6432/shop?sslmode=require",
        NodeSettings.as(
            "tidegate_order", "new", "postgresql://me:old@db:6432/shop?sslmode=require"));
  }

  @Test
  void waitsLongerForWhatKeepsDying() {
    var now = new Instant[] {Instant.EPOCH};
    var pause = new RestartPause(clock(now), RestartPause.LONGEST);

    assertEquals(Duration.ofSeconds(1), pause.afterDeathOf("Node 1"));
    assertEquals(Duration.ofSeconds(2), pause.afterDeathOf("Node 1"));
    assertEquals(Duration.ofSeconds(1), pause.afterDeathOf("Node 2"));

    now[0] = now[0].plus(Duration.ofMinutes(3));

    assertEquals(Duration.ofSeconds(1), pause.afterDeathOf("Node 1"));
  }

  @Test
  void waitsNoLongerThanItWasToldTo() {
    var pause = new RestartPause(clock(new Instant[] {Instant.EPOCH}), Duration.ofSeconds(3));

    pause.afterDeathOf("Node 1");
    pause.afterDeathOf("Node 1");

    assertEquals(Duration.ofSeconds(3), pause.afterDeathOf("Node 1"));
  }

  private static Clock clock(Instant[] now) {
    return new Clock() {
      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(java.time.ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return now[0];
      }
    };
  }

  private static String refused(List<Set<Role>> roles, int port, int managementPort) {
    var home = Path.of("home");
    return assertThrows(
            LaunchException.class,
            () ->
                new LaunchPlan(
                    home,
                    home.resolve("data"),
                    port,
                    managementPort,
                    roles,
                    false,
                    false,
                    RestartPause.LONGEST))
        .getMessage();
  }
}
