package io.tidegate.cluster.launch;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;

/**
 * As much of a node as the launcher sees: it takes {@code --settings}, of which the last wins,
 * becomes ready on its management port, and ends with its standard input or on SIGTERM.
 */
final class TestNode {

  private TestNode() {}

  public static void main(String[] arguments) throws Exception {
    var lastSettings = Path.of(arguments[arguments.length - 1]);
    var settings = new ObjectMapper().readTree(lastSettings.toFile());
    var port = settings.path("node").path("managementPort").asInt();
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
    server.createContext(
        "/health/ready",
        exchange -> {
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    System.out.println("ready on " + port);
    while (System.in.read() >= 0) {
      // Nothing is ever written; the end of it is what counts.
    }
    server.stop(0);
  }
}
