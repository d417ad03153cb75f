package io.sharpeyes.gateway.evidence;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * What is written on a worker goes out elsewhere, piece by piece: the next one only when the last
 * one is out. A taker who takes none for half a minute is given up. Blocks.
 */
final class SinkStream extends OutputStream {

  private static final int PIECE = 64 << 10;
  private static final long PATIENCE_S = 30;

  private final Function<Buffer, Future<Void>> sink;
  private final byte[] piece = new byte[PIECE];
  private int filled;

  SinkStream(Function<Buffer, Future<Void>> sink) {
    this.sink = sink;
  }

  @Override
  public void write(int one) throws IOException {
    if (filled == PIECE) {
      send();
    }
    piece[filled++] = (byte) one;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int at = offset;
    int left = length;
    while (left > 0) {
      if (filled == PIECE) {
        send();
      }
      int fits = Math.min(left, PIECE - filled);
      System.arraycopy(bytes, at, piece, filled, fits);
      filled += fits;
      at += fits;
      left -= fits;
    }
  }

  private void send() throws IOException {
    Buffer next = Buffer.buffer(filled).appendBytes(piece, 0, filled);
    filled = 0;
    try {
      sink.apply(next).toCompletionStage().toCompletableFuture().get(PATIENCE_S, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IOException("the package isn't taken any more", e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the package is taken too slowly", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway stops");
    }
  }

  @Override
  public void close() throws IOException {
    if (filled > 0) {
      send();
    }
  }
}
