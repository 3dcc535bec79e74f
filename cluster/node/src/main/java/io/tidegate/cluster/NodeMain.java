package io.tidegate.cluster;

import io.tidegate.platform.conf.Conf;
import io.tidegate.platform.conf.ConfException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node: {@code NodeMain [--settings <overlay file>]…}, with the defaults from {@code conf/} of
 * the folder that the system property {@code tidegate.home} names, or of the current one.
 *
 * <p>It drains and ends with 0 on SIGTERM, and when its standard input ends: a supervisor holds
 * that open, so that nobody's nodes outlive it. Standard input from {@code /dev/null} is not a
 * supervisor; run it with {@code --unsupervised} then.
 */
public final class NodeMain {

  private static final Logger LOG = LoggerFactory.getLogger(NodeMain.class);
  private static final long START_SECONDS_MAX = 120;
  private static final long DRAIN_SECONDS_MAX = 60;

  private NodeMain() {}

  public static void main(String[] arguments) {
    try {
      var node = Node.start(conf(arguments)).await(START_SECONDS_MAX, TimeUnit.SECONDS);
      var leave = new CountDownLatch(1);
      Runtime.getRuntime().addShutdownHook(new Thread(() -> drain(node), "drain"));
      if (!List.of(arguments).contains("--unsupervised")) {
        Thread.ofPlatform().daemon().name("supervised").start(() -> untilEndOfInput(leave));
      }
      leave.await();
      System.exit(0);
    } catch (ConfException wrong) {
      LOG.error("cannot start: {}", wrong.getMessage());
      Runtime.getRuntime().halt(2);
    } catch (Exception cause) {
      // Whatever it is: `await` throws checked exceptions, too, such as of a port that is taken.
      LOG.error("cannot start", cause);
      Runtime.getRuntime().halt(1);
    }
  }

  private static Conf conf(String[] arguments) {
    var folder = Path.of(System.getProperty("tidegate.home", "."), "conf");
    var overlays = new ArrayList<Path>();
    for (var index = 0; index < arguments.length; index++) {
      switch (arguments[index]) {
        case "--settings" -> {
          if (index + 1 == arguments.length) {
            throw new ConfException("--settings needs the file of an overlay");
          }
          overlays.add(Path.of(arguments[++index]));
        }
        case "--unsupervised" -> {
          // Read where the input would be watched.
        }
        default ->
            throw new ConfException(
                arguments[index] + " is no option; there are --settings and --unsupervised");
      }
    }
    return Conf.load(folder, overlays, System.getenv());
  }

  private static void untilEndOfInput(CountDownLatch leave) {
    try {
      while (System.in.read() >= 0) {
        // Whatever is written here means nothing; its end does.
      }
      LOG.info("the supervisor is gone");
    } catch (IOException cause) {
      LOG.info("the supervisor cannot be heard any more", cause);
    }
    leave.countDown();
  }

  private static void drain(Node node) {
    try {
      node.drain().await(DRAIN_SECONDS_MAX, TimeUnit.SECONDS);
      LOG.info("has left");
      // A JVM that is stopped by a signal would end with another code, though nothing went wrong.
      Runtime.getRuntime().halt(0);
    } catch (Exception cause) {
      LOG.error("did not leave cleanly", cause);
      Runtime.getRuntime().halt(1);
    }
  }
}
