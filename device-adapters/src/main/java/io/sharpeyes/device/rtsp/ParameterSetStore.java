package io.sharpeyes.device.rtsp;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest parameter sets of a track, by kind and identifier: from the SDP first, then from the
 * stream, where they may change at any time.
 */
final class ParameterSetStore {

  /** Real cameras have up to four; more than this is a fault, and forgotten. */
  private static final int MAX_SETS = 16;

  private static final int MAX_BYTES = 4096;

  private final VideoCodec codec;
  private final Map<Integer, byte[]> byKindAndId = new LinkedHashMap<>();
  private @Nullable ParameterSets current;
  private boolean stale;

  ParameterSetStore(VideoCodec codec, @Nullable ParameterSets fromDescription) {
    this.codec = codec;
    if (fromDescription != null) {
      fromDescription.all().forEach(this::put);
    }
  }

  /**
   * Keeps a parameter set.
   *
   * @return false if it can't be one: too short, too long, or one too many
   */
  boolean put(byte[] nal) {
    if (nal.length <= codec.headerBytes() || nal.length > MAX_BYTES) {
      return false;
    }
    int key = key(nal);
    byte[] before = byKindAndId.get(key);
    if (before == null && byKindAndId.size() >= MAX_SETS) {
      return false;
    }
    if (before == null || !Arrays.equals(before, nal)) {
      byKindAndId.put(key, nal);
      stale = true;
    }
    return true;
  }

  /** Says whether the sets differ from those that {@link #take()} returned last. */
  boolean hasChanged() {
    return stale;
  }

  /** The sets as they are now: the same object as before if nothing changed; null if some miss. */
  @Nullable ParameterSets take() {
    if (stale) {
      ParameterSets now = ParameterSets.of(codec, byKindAndId.values());
      current = now == null || now.equals(current) ? current : now;
      stale = now == null;
    }
    return current;
  }

  /** Only picture parameter sets are seen several at a time; of the others the newest counts. */
  private int key(byte[] nal) {
    int type = codec.nalType(nal[0]);
    boolean picture = type == 8 || type == 34;
    return (type << 8) | (picture ? pictureSetId(nal) : 0);
  }

  private int pictureSetId(byte[] nal) {
    try {
      return new RbspReader(nal, codec.headerBytes()).unsigned(255);
    } catch (IllegalArgumentException e) {
      return 0;
    }
  }
}
