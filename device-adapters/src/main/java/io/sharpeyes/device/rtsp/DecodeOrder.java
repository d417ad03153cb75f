package io.sharpeyes.device.rtsp;

import java.util.Arrays;

/**
 * Finds decoding times for pictures that come in decoding order with the times at which they are
 * shown (RTP carries only those). Where pictures are shown in the order they come, both are the
 * same; where some are shown later (B pictures), the n-th picture is decoded at the n-th smallest
 * time, delayed by as many pictures as the stream says, or turns out, to reorder.
 */
final class DecodeOrder {

  /** H.264 and H.265 allow 16 pictures; a stream that wants more isn't followed. */
  private static final int MAX_DEPTH = 16;

  private final long[] waiting = new long[MAX_DEPTH + 1];
  private int count;
  private int depth;
  private long lastSmallest = Long.MIN_VALUE;
  private long decodeTime;
  private boolean started;
  private long step = 1;

  /**
   * Takes over what the stream says of itself.
   *
   * @param pictures by how many decoding runs ahead of showing; negative if that is unknown
   * @param pictureStep about how long a picture stands
   */
  void expect(int pictures, long pictureStep) {
    depth = Math.max(depth, Math.min(MAX_DEPTH, pictures));
    step = pictureStep;
  }

  void place(long time) {
    insert(time);
    boolean rises = waiting[0] > lastSmallest;
    if (count > depth && !rises && depth < MAX_DEPTH) {
      depth++;
      lastSmallest = Long.MIN_VALUE;
    }
    boolean full = count > depth;
    if (!started) {
      decodeTime = time - depth * step - 1;
      started = true;
    }
    // While the order fills up, pictures are decoded ahead of the first one's time.
    advance(full ? waiting[0] : waiting[0] - (depth + 1 - count) * step);
    if (full) {
      lastSmallest = waiting[0];
      count--;
      System.arraycopy(waiting, 1, waiting, 0, count);
    }
  }

  private void insert(long time) {
    int found = Arrays.binarySearch(waiting, 0, count, time);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(waiting, at, waiting, at + 1, count - at);
    waiting[at] = time;
    count++;
  }

  private void advance(long candidate) {
    decodeTime = Math.max(decodeTime + 1, candidate);
  }

  /** When the picture placed last is to be decoded; strictly rising. */
  long decodeTime() {
    return decodeTime;
  }
}
