package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.BooleanSupplier;

/** Many connections to one server, on the thread that calls it. */
final class WireLoop implements AutoCloseable {

  private static final int READ_BYTES = 256 * 1024;

  private final Selector selector = Selector.open();
  private final byte[] shared = new byte[READ_BYTES];
  private InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  WireLoop() throws IOException {}

  /** Where connections go from now on: a port of this machine. */
  WireLoop to(int port) {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    return this;
  }

  SelectionKey register(SocketChannel channel, Wire wire) throws IOException {
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    boolean connected = channel.connect(target);
    return channel.register(
        selector, connected ? SelectionKey.OP_READ : SelectionKey.OP_CONNECT, wire);
  }

  /** Reads and writes what is ready; waits for so long if nothing is (0: not at all). */
  void turn(long waitMillis) throws IOException {
    if (waitMillis == 0) {
      selector.selectNow(this::serve);
    } else {
      selector.select(this::serve, waitMillis);
    }
  }

  /** Ends a turn that waits. Any thread. */
  void wakeUp() {
    selector.wakeup();
  }

  private void serve(SelectionKey key) {
    Wire wire = (Wire) key.attachment();
    try {
      if (key.isConnectable()) {
        wire.connected();
      } else if (key.isReadable()) {
        wire.readable(shared);
      }
      if (key.isValid() && key.isWritable()) {
        wire.writable();
      }
    } catch (IOException e) {
      wire.close();
    }
  }

  /**
   * Turns until something is so.
   *
   * @return whether it was within the time
   */
  boolean until(BooleanSupplier done, long millis) throws IOException {
    long end = System.nanoTime() + millis * 1_000_000;
    while (!done.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      turn(1);
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      ((Wire) key.attachment()).close();
    }
    selector.close();
  }
}
