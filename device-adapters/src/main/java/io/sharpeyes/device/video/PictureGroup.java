package io.sharpeyes.device.video;

import static io.sharpeyes.device.video.RingMemory.CHUNK_BYTES;

import io.netty.buffer.ByteBuf;
import io.sharpeyes.device.rtsp.AccessUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * A key frame and what builds on it, as the ring keeps them: the slices lie one behind the other in
 * chunks of {@link RingMemory}. Were each picture an array of its own, the garbage collector would
 * carry all of them about, again and again, for as long as they are kept; with a hundred cameras
 * that took more time than everything else together.
 */
final class PictureGroup {

  /** What a picture takes besides its slices, so that a million tiny ones are bounded too. */
  private static final int OVERHEAD_BYTES = 160;

  private static final byte[] ELSEWHERE = new byte[0];

  private record Entry(AccessUnit bare, int position, int length) {

    AccessUnit with(byte[] slices) {
      return bare.withData(slices);
    }
  }

  private final RingMemory memory;
  private final List<Entry> entries = new ArrayList<>();
  private final List<ByteBuf> chunks = new ArrayList<>();
  private int used;

  PictureGroup(RingMemory memory) {
    this.memory = memory;
  }

  /**
   * Copies a picture in.
   *
   * @return false if there is no memory for it; then the group is of no use any more
   */
  boolean add(AccessUnit unit) {
    byte[] data = unit.data();
    int copied = 0;
    while (copied < data.length) {
      int within = used % CHUNK_BYTES;
      if (used == chunks.size() * CHUNK_BYTES && !grow()) {
        return false;
      }
      int count = Math.min(data.length - copied, CHUNK_BYTES - within);
      chunks.get(used / CHUNK_BYTES).setBytes(within, data, copied, count);
      copied += count;
      used += count;
    }
    entries.add(new Entry(unit.withData(ELSEWHERE), used - data.length, data.length));
    return true;
  }

  private boolean grow() {
    ByteBuf chunk = memory.take();
    return chunk != null && chunks.add(chunk);
  }

  /** What it takes, in bytes. */
  long bytes() {
    return used + (long) entries.size() * OVERHEAD_BYTES;
  }

  /** Copies all pictures out. */
  List<AccessUnit> copy() {
    List<AccessUnit> units = new ArrayList<>(entries.size());
    entries.forEach(entry -> units.add(entry.with(read(entry))));
    return units;
  }

  /** Copies the key frame out. */
  AccessUnit copyKey() {
    Entry key = entries.get(0);
    return key.with(read(key));
  }

  private byte[] read(Entry entry) {
    byte[] data = new byte[entry.length];
    int copied = 0;
    while (copied < data.length) {
      int from = entry.position + copied;
      int within = from % CHUNK_BYTES;
      int count = Math.min(data.length - copied, CHUNK_BYTES - within);
      chunks.get(from / CHUNK_BYTES).getBytes(within, data, copied, count);
      copied += count;
    }
    return data;
  }

  /** The key frame, without its slices. */
  AccessUnit key() {
    return entries.get(0).bare;
  }

  /** The newest picture, without its slices. */
  AccessUnit newest() {
    return entries.get(entries.size() - 1).bare;
  }

  /** Gives its memory back; nothing may be read afterwards. */
  void release() {
    memory.giveBack(chunks);
    chunks.clear();
  }
}
