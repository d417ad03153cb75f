package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A key frame and what builds on it, as the ring keeps them: the slices lie one behind the other in
 * chunks that are used again for later groups. Were each picture an array of its own, the garbage
 * collector would carry all of them about, again and again, for as long as they are kept; with a
 * hundred cameras that took more time than everything else together.
 */
final class PictureGroup {

  /** Small enough that a group wastes little in its last one. */
  static final int CHUNK_BYTES = 32 * 1024;

  /** What a picture takes besides its slices, so that a million tiny ones are bounded too. */
  private static final int OVERHEAD_BYTES = 160;

  private static final byte[] ELSEWHERE = new byte[0];

  private record Entry(AccessUnit bare, int position, int length) {

    AccessUnit with(byte[] slices) {
      return bare.withData(slices);
    }
  }

  private final List<Entry> entries = new ArrayList<>();
  private final List<byte[]> chunks = new ArrayList<>();
  private int used;

  /**
   * Copies a picture in, with chunks from the spare ones while there are some.
   *
   * @return by how many bytes the group grew
   */
  int add(AccessUnit unit, Deque<byte[]> spare) {
    byte[] data = unit.data();
    entries.add(new Entry(unit.withData(ELSEWHERE), used, data.length));
    int copied = 0;
    while (copied < data.length) {
      int within = used % CHUNK_BYTES;
      if (used == chunks.size() * CHUNK_BYTES) {
        chunks.add(spare.isEmpty() ? new byte[CHUNK_BYTES] : spare.removeLast());
      }
      int count = Math.min(data.length - copied, CHUNK_BYTES - within);
      System.arraycopy(data, copied, chunks.get(used / CHUNK_BYTES), within, count);
      copied += count;
      used += count;
    }
    return data.length + OVERHEAD_BYTES;
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
      System.arraycopy(chunks.get(from / CHUNK_BYTES), within, data, copied, count);
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

  /** Gives the chunks up; nothing may be read afterwards. */
  List<byte[]> release() {
    return chunks;
  }
}
