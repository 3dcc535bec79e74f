package io.tidegate.gateway.caller;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tidegate.gateway.admission.Admitted;
import io.tidegate.gateway.problem.Problem;
import io.tidegate.gateway.problem.Slug;
import io.tidegate.platform.guard.TokenBuckets;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * How often one may call: a caller by who he is, whoever is not known by where he calls from, and
 * logins by that as well, as each costs a hash of a password. It runs before anything is read or
 * asked. A token that is seen for the first time counts for its address until it is verified, apart
 * from requests without one, so that neither made-up tokens nor a crowd of guests keep members out
 * for free. Any event loop.
 */
public final class CallerLimits implements Handler<RoutingContext> {

  private static final String KNOWN = CallerLimits.class.getName();
  private static final String LOGIN = "/auth/login";
  private static final int IPV6_BYTES = 16;

  private final Authenticator authenticator;
  private final TokenBuckets callers;
  private final TokenBuckets anonymous;
  private final TokenBuckets unverified;
  private final TokenBuckets logins;
  private final Counter refusedCallers;
  private final Counter refusedAddresses;
  private final Counter refusedLogins;

  /**
   * How often.
   *
   * @param callerAtOnce how many of a caller's may come in one moment, after a pause
   * @param keysMax how many callers, and how many addresses, are told apart
   */
  public record Settings(
      int callerPerSecond,
      int callerAtOnce,
      int addressPerSecond,
      int addressLoginsPerSecond,
      int keysMax) {}

  public CallerLimits(Authenticator authenticator, Settings settings, MeterRegistry meters) {
    this.authenticator = authenticator;
    this.callers =
        new TokenBuckets(settings.callerPerSecond(), settings.callerAtOnce(), settings.keysMax());
    this.anonymous = perSecond(settings.addressPerSecond(), settings.keysMax());
    this.unverified = perSecond(settings.addressPerSecond(), settings.keysMax());
    this.logins = perSecond(settings.addressLoginsPerSecond(), settings.keysMax());
    this.refusedCallers = refused(meters, "caller");
    this.refusedAddresses = refused(meters, "address");
    this.refusedLogins = refused(meters, "login");
  }

  private static TokenBuckets perSecond(int count, int keysMax) {
    return new TokenBuckets(count, count, keysMax);
  }

  private static Counter refused(MeterRegistry meters, String limit) {
    return Counter.builder("tidegate.http.rate.limited")
        .description("Requests refused because there were too many of one caller or address")
        .tag("limit", limit)
        .register(meters);
  }

  /** Whose the request is, where that was known when it came; null where it must be found out. */
  static Verified known(RoutingContext context) {
    return context.get(KNOWN);
  }

  @Override
  public void handle(RoutingContext context) {
    var wait = isLogin(context) ? logins.take(address(context)) : 0;
    if (wait > 0) {
      refuse(context, wait, refusedLogins);
      return;
    }
    var token = BearerHandler.token(context.request().getHeader(HttpHeaders.AUTHORIZATION));
    var known = token == null ? null : authenticator.known(token);
    if (known != null) {
      context.put(KNOWN, known);
      admit(context, callers.take(known.caller().subject()), refusedCallers);
    } else {
      var strangers = token == null ? anonymous : unverified;
      admit(context, strangers.take(address(context)), refusedAddresses);
    }
  }

  /** A token that was not known was found good; whether its caller may go on. */
  boolean letsOn(RoutingContext context, Verified verified) {
    unverified.giveBack(address(context));
    var wait = callers.take(verified.caller().subject());
    if (wait > 0) {
      refuse(context, wait, refusedCallers);
    }
    return wait == 0;
  }

  private static boolean isLogin(RoutingContext context) {
    return HttpMethod.POST.equals(context.request().method())
        && LOGIN.equals(context.request().path());
  }

  private static void admit(RoutingContext context, long wait, Counter refused) {
    if (wait > 0) {
      refuse(context, wait, refused);
    } else {
      context.next();
    }
  }

  private static void refuse(RoutingContext context, long wait, Counter refused) {
    refused.increment();
    Problem.of(Slug.RATE_LIMITED)
        .notExecuted()
        .retryAfter(TimeUnit.NANOSECONDS.toSeconds(wait) + 1)
        .writeTo(context.response(), Admitted.of(context));
  }

  /** Of IPv6 the first half: who has one address there has all of its network's. */
  private static Object address(RoutingContext context) {
    var host = context.request().remoteAddress().hostAddress();
    try {
      var bytes = InetAddress.ofLiteral(host).getAddress();
      return bytes.length == IPV6_BYTES ? ByteBuffer.wrap(bytes).getLong() : host;
    } catch (IllegalArgumentException _) {
      return host;
    }
  }
}
