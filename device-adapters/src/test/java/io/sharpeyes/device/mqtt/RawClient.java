package io.sharpeyes.device.mqtt;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.HexFormat;

/** A blocking TCP client that knows bytes, and no MQTT. */
final class RawClient implements Closeable {

  private static final int TIMEOUT_MILLIS = 5_000;
  private final Socket socket;

  RawClient(int port) {
    this(port, 0);
  }

  /** A client whose system takes so many bytes that it doesn't read; 0 for the usual. */
  RawClient(int port, int receiveBytes) {
    try {
      socket = new Socket();
      if (receiveBytes > 0) {
        socket.setReceiveBufferSize(receiveBytes);
      }
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  RawClient send(byte[]... packets) {
    try {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      for (byte[] packet : packets) {
        all.writeBytes(packet);
      }
      socket.getOutputStream().write(all.toByteArray());
      socket.getOutputStream().flush();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Sends if the peer still takes it: a test that expects to be cut off may be cut off early. */
  RawClient offer(byte[]... packets) {
    try {
      return send(packets);
    } catch (UncheckedIOException cutOff) {
      return this;
    }
  }

  /** One whole packet as hexadecimal digits; empty if the server closed. */
  String receive() {
    try {
      int first = socket.getInputStream().read();
      if (first < 0) {
        return "";
      }
      ByteArrayOutputStream packet = new ByteArrayOutputStream();
      packet.write(first);
      int length = 0;
      int shift = 0;
      int digit;
      do {
        digit = socket.getInputStream().read();
        packet.write(digit);
        length |= (digit & 0x7F) << shift;
        shift += 7;
      } while (digit >= 0x80);
      packet.writeBytes(socket.getInputStream().readNBytes(length));
      return HexFormat.of().formatHex(packet.toByteArray());
    } catch (SocketTimeoutException silence) {
      throw new AssertionError("the server neither answered nor closed", silence);
    } catch (SocketException reset) {
      return "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** True if nothing comes within so many milliseconds, and the connection stays open. */
  boolean isSilentFor(int millis) {
    try {
      socket.setSoTimeout(millis);
      return socket.getInputStream().read() < -1;
    } catch (SocketTimeoutException silence) {
      return true;
    } catch (IOException closed) {
      return false;
    } finally {
      try {
        socket.setSoTimeout(TIMEOUT_MILLIS);
      } catch (SocketException closed) {
        // The next call will notice.
      }
    }
  }

  /** Ends without a good-bye, with a TCP reset. */
  void reset() {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Says that nothing more will be sent, and still listens. */
  RawClient endOutput() {
    try {
      socket.shutdownOutput();
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
