package io.tidegate.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A client that sends what it likes, HTTP or not, and reads or does not. One test thread. */
final class RawConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int BUFFER_BYTES = 8_192;

  private final Socket socket;

  private RawConnection(Socket socket) {
    this.socket = socket;
  }

  /** With a small buffer, so that what is not read is soon the server's to keep. */
  static RawConnection to(ScriptedShop shop) {
    try {
      var socket = new Socket();
      socket.setReceiveBufferSize(BUFFER_BYTES);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), shop.port()));
      return new RawConnection(socket);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Sends these octets, one for each character. */
  void say(String octets) {
    try {
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /** Whether they could be sent: false where the other side has had enough. */
  boolean couldSay(String octets) {
    try {
      say(octets);
      return true;
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  /** Reads until the other side closes or resets the connection. */
  String readToTheEnd() {
    var read = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(read);
    } catch (SocketException _) {
      // Reset rather than closed, which is an end as well.
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }
}
