package io.sharpeyes.benchmarks;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/**
 * Our end of a TCP connection, as cheap as it can be: the load shares its cores with what it
 * measures. On its loop's thread only.
 */
abstract class Wire {

  private final SocketChannel channel;
  private final SelectionKey key;
  private byte[] received = new byte[0];
  private int length;
  private byte[] unsent = new byte[0];
  private boolean open = true;

  Wire(WireLoop loop) throws IOException {
    this.channel = SocketChannel.open();
    this.key = loop.register(channel, this);
  }

  /**
   * Takes what it can of what came.
   *
   * @return how many bytes it took
   */
  abstract int take(byte[] bytes, int length);

  void readable(byte[] shared) throws IOException {
    int read;
    do {
      read = channel.read(ByteBuffer.wrap(shared));
      if (read > 0) {
        append(shared, read);
      }
    } while (read == shared.length);
    if (read < 0) {
      close();
    }
  }

  private void append(byte[] bytes, int count) {
    if (received.length < length + count) {
      received = Arrays.copyOf(received, Math.max(64, (length + count) * 3 / 2));
    }
    System.arraycopy(bytes, 0, received, length, count);
    length += count;
    int taken = take(received, length);
    length -= taken;
    System.arraycopy(received, taken, received, 0, length);
  }

  void send(byte[] bytes) {
    if (!channel.isConnected()) {
      unsent = joined(unsent, bytes);
      return;
    }
    try {
      ByteBuffer out = ByteBuffer.wrap(unsent.length == 0 ? bytes : joined(unsent, bytes));
      channel.write(out);
      unsent = new byte[out.remaining()];
      out.get(unsent);
      key.interestOps(
          unsent.length == 0 ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
    } catch (IOException e) {
      close();
    }
  }

  void connected() throws IOException {
    channel.finishConnect();
    writable();
  }

  void writable() {
    send(new byte[0]);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] all = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  boolean isOpen() {
    return open;
  }

  /** Cuts it without a word. */
  void close() {
    open = false;
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }
}
