package io.tidegate.loadtests.bench.load;

import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.tidegate.cluster.launch.LaunchException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntConsumer;

/** Sends requests over a fixed number of connections, spread over the targets. */
public final class LoadGenerator implements AutoCloseable {

  /** How long after the window answers may come. */
  private static final Duration DRAINING_TIME = Duration.ofSeconds(15);

  private static final Duration ERRANDS_TIME = Duration.ofMinutes(10);
  private static final Duration CLOSING_TIME = Duration.ofSeconds(5);

  private final boolean epoll = Epoll.isAvailable();
  private final MultiThreadIoEventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(
          1,
          new DefaultThreadFactory("load", true),
          epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());

  private final EventLoop loop = loops.next();
  private final List<InetSocketAddress> targets;
  private final int connections;

  public LoadGenerator(List<String> baseUrls, int connections) {
    this.targets = baseUrls.stream().map(LoadGenerator::address).toList();
    this.connections = connections;
  }

  private static InetSocketAddress address(String baseUrl) {
    var uri = URI.create(baseUrl);
    return new InetSocketAddress(uri.getHost(), uri.getPort());
  }

  /** What is done at the ends of the window, on the caller's thread: meters are read there. */
  public interface AtWindow {
    void begins();

    void ends();
  }

  /**
   * Sends the next request of a connection as soon as the last is answered: as much as the system
   * takes. Its times say little, as the generator waits with the system.
   */
  public Answers closed(Requests requests, Duration leadIn, Duration window, AtWindow atWindow)
      throws InterruptedException {
    var schedule = Schedule.from(System.nanoTime(), leadIn, window);
    var answers = new Answers();
    run(new ClosedLoop(requests, schedule, answers), schedule, atWindow);
    return answers;
  }

  /** Sends so many requests a second on average, at random moments, whatever the system does. */
  public Answers open(
      Requests requests, double perSecond, Duration leadIn, Duration window, AtWindow atWindow)
      throws InterruptedException {
    var schedule = Schedule.from(System.nanoTime(), leadIn, window);
    var rates = List.of(new Arrivals.Stretch(schedule.until(), perSecond));
    var nothing = new Recovery(schedule.end(), Duration.ZERO, Duration.ZERO);
    return open(requests, schedule, rates, OpenLoop.Line.LONG, nothing, atWindow).answers();
  }

  /**
   * The same with far more in the window than before and after it. Nobody waits for a connection:
   * who finds none goes away, as behind a load balancer that has its hands full.
   */
  public Surge.Outcome surge(Requests requests, Surge surge, AtWindow atWindow)
      throws InterruptedException {
    var schedule =
        Schedule.from(System.nanoTime(), surge.leadIn(), surge.window()).then(surge.calm());
    var rates =
        List.of(
            new Arrivals.Stretch(schedule.begin(), surge.calmPerSecond()),
            new Arrivals.Stretch(schedule.end(), surge.perSecond()),
            new Arrivals.Stretch(schedule.until(), surge.calmPerSecond()));
    var recovery = new Recovery(schedule.end(), surge.calm(), surge.wellWithin());
    return open(requests, schedule, rates, OpenLoop.Line.NONE, recovery, atWindow);
  }

  private Surge.Outcome open(
      Requests requests,
      Schedule schedule,
      List<Arrivals.Stretch> rates,
      OpenLoop.Line line,
      Recovery recovery,
      AtWindow atWindow)
      throws InterruptedException {
    var answers = new Answers();
    var arrivals = new Arrivals(new SplittableRandom(), schedule.start(), rates);
    var pace = new OpenLoop(requests, schedule, arrivals, line, loop, answers, recovery);
    loop.execute(pace::tick);
    run(pace, schedule, atWindow);
    return new Surge.Outcome(answers, recovery);
  }

  /** Sends each request of the list until it is answered with a good status. */
  public void errands(List<byte[]> requests, Set<Integer> good, IntConsumer progress)
      throws InterruptedException {
    if (requests.isEmpty()) {
      return;
    }
    var errands = new Errands(requests, good, progress);
    var open = open(errands);
    try {
      await(errands.ended(), ERRANDS_TIME);
    } catch (TimeoutException cause) {
      throw new LaunchException(
          "The load is not done in " + ERRANDS_TIME.toMinutes() + " minutes.", cause);
    } finally {
      close(open);
    }
  }

  private void run(Pace pace, Schedule schedule, AtWindow atWindow) throws InterruptedException {
    var open = open(pace);
    try {
      Moments.await(schedule.begin());
      atWindow.begins();
      Moments.await(schedule.end());
      atWindow.ends();
      Moments.await(schedule.until());
      await(pace.ended(), DRAINING_TIME);
    } catch (TimeoutException _) {
      // What is under way counts as unanswered when its connection is closed, just below.
      loop.execute(pace::giveUp);
    } finally {
      close(open);
    }
  }

  private OpenConnections open(Pace pace) {
    var open = new OpenConnections(pace, targets, loop, epoll);
    loop.execute(() -> open.open(connections));
    return open;
  }

  private void close(OpenConnections open) throws InterruptedException {
    loop.submit(open::close).sync();
    // A channel tells its end in a task after its closing; the counts are whole after that.
    loop.submit(() -> {}).sync();
  }

  private static void await(CompletableFuture<Void> future, Duration timeMax)
      throws InterruptedException, TimeoutException {
    try {
      future.get(timeMax.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException cause) {
      throw new LaunchException(
          "The load cannot be made: " + cause.getCause().getMessage(), cause.getCause());
    }
  }

  @Override
  public void close() {
    loops
        .shutdownGracefully(0, CLOSING_TIME.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(CLOSING_TIME.toMillis() * 2);
  }
}
