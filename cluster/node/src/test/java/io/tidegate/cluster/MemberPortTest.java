package io.tidegate.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.nio.serialization.HazelcastSerializationException;
import io.tidegate.engine.FreePorts;
import io.tidegate.testkit.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Strangers on the port where members meet (F47). The open-source edition authenticates nobody, so
 * the port belongs on a private network; what can be refused without one is.
 */
@Timeout(120)
final class MemberPortTest {

  private static Vertx vertx;
  private static HazelcastClusterManager manager;
  private static int port;

  @BeforeAll
  static void join() {
    port = FreePorts.find(1).getFirst();
    var member = "127.0.0.1:" + port;
    var cluster = new ClusterConfig("tidegate", "127.0.0.1", port, List.of(member));
    manager = Cluster.manager(cluster);
    var options = new VertxOptions().setEventBusOptions(Cluster.bus(cluster, Set.of("order")));
    vertx =
        Await.result(Vertx.builder().with(options).withClusterManager(manager).buildClustered());
  }

  @AfterAll
  static void leave() {
    Await.result(vertx.close());
  }

  @AfterEach
  void isAmongItself() {
    assertEquals(1, members(manager.getHazelcastInstance()));
    var consumer = vertx.eventBus().<String>consumer("echo", message -> message.reply("well"));
    Await.result(consumer.completion());
    assertEquals(
        "well", Await.result(vertx.eventBus().<String>request("echo", "how are you?")).body());
    Await.result(consumer.unregister());
  }

  private static int members(HazelcastInstance instance) {
    return instance.getCluster().getMembers().size();
  }

  @Test
  void letsNobodyJoinByTheNameThatHazelcastComesWith() {
    var config = new Config().setProperty("hazelcast.phone.home.enabled", "false");
    var network = config.getNetworkConfig().setPort(FreePorts.find(1).getFirst());
    network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
    var join = network.getJoin();
    join.getAutoDetectionConfig().setEnabled(false);
    join.getMulticastConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
    config.setProperty("hazelcast.max.join.seconds", "3");
    var stranger = Hazelcast.newHazelcastInstance(config);
    try {
      assertEquals(1, members(stranger));
    } finally {
      stranger.getLifecycleService().terminate();
    }
  }

  static Stream<byte[]> noMembers() throws IOException {
    var object = new ByteArrayOutputStream();
    try (var out = new ObjectOutputStream(object)) {
      out.writeObject(new Gadget());
    }
    return Stream.of(
        octets("GET /hazelcast/rest/cluster HTTP/1.1\r\nHost: x\r\n\r\n"),
        octets("GET /hazelcast/health/ready HTTP/1.1\r\nHost: x\r\n\r\n"),
        octets("stats\r\nversion\r\n"),
        octets("HZC\u00ff\u00ff\u00ff\u007f\u0000\u0000\u0000\u0001"),
        octets("CP2\u0000\u0000\u0000\u0001\u007f\u00ff\u00ff\u00ff"),
        octets("\u0016\u0003\u0001\u0002\u0000\u0001"),
        object.toByteArray());
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @MethodSource("noMembers")
  void answersNothingToWhoIsNoMember(byte[] octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(300);
      socket.getOutputStream().write(octets);
      var answer = new String(answered(socket), StandardCharsets.ISO_8859_1);
      assertFalse(answer.contains("200 OK") || answer.contains("STAT "), answer);
    }
    assertFalse(Gadget.wasRead);
  }

  private static byte[] answered(Socket socket) throws IOException {
    var buffer = new byte[4_096];
    try {
      var length = socket.getInputStream().read(buffer);
      return java.util.Arrays.copyOf(buffer, Math.max(0, length));
    } catch (SocketTimeoutException | SocketException _) {
      // It says nothing, or ended the connection.
      return new byte[0];
    }
  }

  /** Does something when it is read, as those do of which attacks are made. */
  private static final class Gadget implements Serializable {

    private static final long serialVersionUID = 1;

    private static volatile boolean wasRead;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      wasRead = true;
    }
  }

  @Test
  void readsNoObjectOfAClassThatItDoesNotExpect() {
    var map = manager.getHazelcastInstance().<String, Object>getMap("strange");
    map.put("gadget", new Gadget());
    var refused = assertThrows(HazelcastSerializationException.class, () -> map.get("gadget"));
    assertInstanceOf(SecurityException.class, refused.getCause());
    assertFalse(Gadget.wasRead);
  }
}
