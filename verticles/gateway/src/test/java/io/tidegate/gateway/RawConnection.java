package io.tidegate.gateway;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A client that sends what it likes, HTTP or not, and reads or does not. One test thread. */
final class RawConnection implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 20_000;
  private static final int BUFFER_BYTES = 8_192;

  private static final Pattern LENGTH =
      Pattern.compile("^content-length: (\\d+)\r\n", Pattern.MULTILINE | Pattern.CASE_INSENSITIVE);

  private final Socket socket;
  private InputStream in;

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

  /** Reads one answer that says how long it is, its head and its body; this ends where it ends. */
  String readAnswer() {
    try {
      var read = new StringBuilder();
      while (read.indexOf("\r\n\r\n", read.length() - 4) < 0) {
        read.append((char) nextOctet());
      }
      var length = LENGTH.matcher(read);
      if (!length.find()) {
        throw new IOException("nobody knows how long this is: " + read);
      }
      var body = in().readNBytes(Integer.parseInt(length.group(1)));
      return read + new String(body, StandardCharsets.ISO_8859_1);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private int nextOctet() throws IOException {
    var octet = in().read();
    if (octet < 0) {
      throw new EOFException("the connection ended before an answer did");
    }
    return octet;
  }

  private InputStream in() throws IOException {
    if (in == null) {
      in = new BufferedInputStream(socket.getInputStream());
    }
    return in;
  }

  /** Reads until the other side closes or resets the connection. */
  String readToTheEnd() {
    var read = new ByteArrayOutputStream();
    try {
      in().transferTo(read);
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
