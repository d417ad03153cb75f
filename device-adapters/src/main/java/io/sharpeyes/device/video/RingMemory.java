package io.sharpeyes.device.video;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory in which all cameras' rings keep their pictures: chunks outside the heap, used again
 * and again. On the heap they would be most of what lives there, and the collector would let the
 * heap grow to twice of that before it looks. Bounded; any thread.
 */
final class RingMemory {

  /** Small enough that a group of pictures wastes little in its last one. */
  static final int CHUNK_BYTES = 32 * 1024;

  /** Kept for later when nobody has a use for them: 32 MiB; a group more or less of each camera. */
  private static final int MAX_SPARE = 1024;

  /** Not watched for leaks: chunks live for seconds, and a ring gives them all back. */
  private static final UnpooledByteBufAllocator OUTSIDE_THE_HEAP =
      new UnpooledByteBufAllocator(true, true);

  private final long maxChunks;
  private final AtomicLong taken = new AtomicLong();
  private final ArrayBlockingQueue<ByteBuf> spare = new ArrayBlockingQueue<>(MAX_SPARE);

  /**
   * Allocates nothing yet.
   *
   * @param maxBytes how much all rings may take together
   */
  RingMemory(long maxBytes) {
    maxChunks = maxBytes / CHUNK_BYTES;
  }

  /** A chunk with any content, or null if all are in use. */
  @Nullable ByteBuf take() {
    if (taken.incrementAndGet() > maxChunks) {
      taken.decrementAndGet();
      return null;
    }
    ByteBuf used = spare.poll();
    return used == null ? OUTSIDE_THE_HEAP.directBuffer(CHUNK_BYTES, CHUNK_BYTES) : used;
  }

  /** Takes chunks back; nobody may read them any more. */
  void giveBack(List<ByteBuf> chunks) {
    taken.addAndGet(-chunks.size());
    for (ByteBuf chunk : chunks) {
      if (!spare.offer(chunk)) {
        chunk.release();
      }
    }
  }

  /** Bytes of chunks in use. */
  long bytes() {
    return taken.get() * CHUNK_BYTES;
  }

  /** Frees what is kept for later. */
  void close() {
    for (ByteBuf chunk = spare.poll(); chunk != null; chunk = spare.poll()) {
      chunk.release();
    }
  }
}
