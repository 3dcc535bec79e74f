package io.tidegate.gateway;

import io.tidegate.gateway.caller.CallerLimits;
import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.guard.AdaptiveLimit;
import java.time.Duration;

/**
 * The gateway's settings: {@code conf/gateway.json}, where it listens from {@code conf/node.json},
 * and whose tokens it accepts from {@code conf/platform.json}.
 */
public record GatewayConfig(
    String host,
    int port,
    Duration drain,
    String tokenIssuer,
    String tokenAudience,
    int slots,
    Duration requestTimeout,
    int bodyBytesMax,
    Duration headTimeout,
    Duration bodyTimeout,
    int connectionsMax,
    Duration idleTimeout,
    Duration tokenLifetimeMax,
    int tokensRememberedMax,
    Duration keysInterval,
    Duration revocationsPause,
    Duration revocationsStaleAfter,
    int lastKnownBytesMax,
    int streamsMax,
    Duration streamReread,
    Duration streamHeartbeat,
    Duration soldOutLease,
    int soldOutSkusMax,
    CallerLimits.Settings callers,
    AdaptiveLimit.Settings load) {

  /** With a little for the way, a restock is seen within a second (the design's "Sold out"). */
  private static final int SOLD_OUT_LEASE_MS_MAX = 900;

  private static final int REQUESTS_PER_SECOND_MAX = 1_000_000;

  public static GatewayConfig from(Conf conf) {
    var gateway = conf.section("gateway");
    var node = conf.section("node");
    var platform = conf.section("platform");
    return new GatewayConfig(
        node.text("host"),
        node.integer("port", 1, 65_535),
        node.milliseconds("drainMs"),
        platform.text("tokenIssuer"),
        platform.text("tokenAudience"),
        gateway.integer("slots", 1, 64),
        gateway.milliseconds("requestTimeoutMs"),
        gateway.integer("bodyBytesMax", 1_024, 16 * 1_024 * 1_024),
        gateway.milliseconds("headTimeoutMs"),
        gateway.milliseconds("bodyTimeoutMs"),
        gateway.integer("connectionsMax", 1, 1_000_000),
        gateway.milliseconds("idleTimeoutMs"),
        gateway.seconds("tokenLifetimeMaxSeconds"),
        gateway.integer("tokensRememberedMax", 1, 10_000_000),
        gateway.milliseconds("keysIntervalMs"),
        gateway.milliseconds("revocationsPauseMs"),
        gateway.milliseconds("revocationsStaleAfterMs"),
        gateway.integer("lastKnownBytesMax", 0, Integer.MAX_VALUE),
        gateway.integer("streamsMax", 0, 1_000_000),
        gateway.milliseconds("streamRereadMs"),
        gateway.milliseconds("streamHeartbeatMs"),
        Duration.ofMillis(gateway.integer("soldOutLeaseMs", 1, SOLD_OUT_LEASE_MS_MAX)),
        gateway.integer("soldOutSkusMax", 1, 10_000_000),
        callers(gateway),
        load(gateway));
  }

  private static CallerLimits.Settings callers(Conf.Section gateway) {
    return new CallerLimits.Settings(
        gateway.integer("callerRequestsPerSecond", 1, REQUESTS_PER_SECOND_MAX),
        gateway.integer("callerRequestsAtOnce", 1, REQUESTS_PER_SECOND_MAX),
        gateway.integer("addressRequestsPerSecond", 1, REQUESTS_PER_SECOND_MAX),
        gateway.integer("addressLoginsPerSecond", 1, REQUESTS_PER_SECOND_MAX),
        gateway.integer("callersMax", 1, 10_000_000));
  }

  private static AdaptiveLimit.Settings load(Conf.Section gateway) {
    var floor = gateway.integer("inFlightMin", 1, 1_000_000);
    return new AdaptiveLimit.Settings(
        floor,
        gateway.integer("inFlightMax", floor, 1_000_000),
        gateway.milliseconds("answerTargetMs"),
        gateway.integer("browsingSharePercent", 1, 100));
  }
}
