package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.MediaClock;
import java.util.ArrayList;
import java.util.List;

/**
 * The index of a clip's fragments (segment index box, ISO/IEC 14496-12 §8.16.3), from which a
 * player learns how long the clip is and where to seek. It stands before the fragments, so room is
 * kept for it while they are written.
 */
final class SegmentIndex {

  /** Bytes kept free behind the description of the stream. */
  static final int ROOM = 8192;

  private static final int HEADER_BYTES = 40;
  private static final int REFERENCE_BYTES = 12;
  private static final int MIN_FREE_BYTES = 8;
  private static final int MAX_REFERENCES =
      (ROOM - HEADER_BYTES - MIN_FREE_BYTES) / REFERENCE_BYTES;
  private static final long STARTS_WITH_KEY = 0x9000_0000L;

  private record Reference(long bytes, long duration, boolean key) {

    Reference with(Reference next) {
      return new Reference(bytes + next.bytes, duration + next.duration, key);
    }
  }

  private final List<Reference> references = new ArrayList<>();

  /** The room, while nothing is known yet. */
  static byte[] placeholder() {
    BoxWriter out = new BoxWriter(ROOM);
    int free = out.begin("free");
    return out.zeros(ROOM - 8).end(free).toBytes();
  }

  /** Adds the next fragment; of a clip with very many, the last ones share an entry. */
  void add(long bytes, long duration, boolean key) {
    Reference next = new Reference(bytes, duration, key);
    if (references.size() < MAX_REFERENCES) {
      references.add(next);
    } else {
      references.set(MAX_REFERENCES - 1, references.get(MAX_REFERENCES - 1).with(next));
    }
  }

  /** The index, filled up to the room kept for it. */
  byte[] toBytes() {
    int size = HEADER_BYTES + REFERENCE_BYTES * references.size();
    BoxWriter out = new BoxWriter(ROOM);
    int sidx = out.begin("sidx", 1, 0);
    out.u32(InitSegment.TRACK).u32(MediaClock.TICKS_PER_SECOND);
    out.u64(0).u64(ROOM - size).u16(0).u16(references.size());
    for (Reference reference : references) {
      out.u32(reference.bytes()).u32(reference.duration());
      out.u32(reference.key() ? STARTS_WITH_KEY : 0);
    }
    out.end(sidx);
    int free = out.begin("free");
    return out.zeros(ROOM - size - 8).end(free).toBytes();
  }
}
