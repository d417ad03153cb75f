package io.sharpeyes.device.rtsp;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the NAL units of one picture together: those of one RTP timestamp, up to the marker (RFC
 * 6184 §5.1, RFC 7798 §4.1).
 *
 * <p>What is not whole is never handed on: after a lost packet, a broken fragment or a change of
 * parameter sets in the middle of a group of pictures, everything up to the next key frame is
 * dropped and counted. Not thread-safe.
 */
final class AccessUnitAssembler {

  private static final int LENGTH_BYTES = 4;
  private static final int FIRST_CAPACITY = 16 * 1024;

  /** A buffer beyond this is given back after the picture that needed it. */
  private static final int KEPT_CAPACITY = 1024 * 1024;

  private final VideoCodec codec;
  private final int clockRate;
  private final int maxBytes;
  private final ParameterSetStore store;
  private final MediaClock clock;
  private final Consumer<AccessUnit> sink;

  private byte[] buffer = new byte[FIRST_CAPACITY];
  private int length;
  private int nalStart = -1;

  private boolean open;
  private boolean hasSlice;
  private boolean key;
  private boolean skippedLeading;
  private boolean damaged;
  private long timestamp;
  private long receivedNanos;

  private long finishedTimestamp = -1;
  private boolean markerUnreliable;
  private boolean waitForKey = true;
  private boolean dropLeading;
  private @Nullable ParameterSets active;

  private long accessUnits;
  private long keyFrames;
  private long dropped;
  private long damages;
  private long oversized;
  private long parameterSetChanges;
  private long bytes;
  private String problem = "";

  AccessUnitAssembler(
      VideoCodec codec,
      int clockRate,
      int maxBytes,
      @Nullable ParameterSets fromDescription,
      MediaClock clock,
      Consumer<AccessUnit> sink) {
    this.codec = codec;
    this.clockRate = clockRate;
    this.maxBytes = maxBytes;
    this.store = new ParameterSetStore(codec, fromDescription);
    this.clock = clock;
    this.sink = sink;
  }

  /** A packet begins; another timestamp than before ends the picture before. */
  void beginPacket(long packetTimestamp, long nowNanos) {
    if (open && packetTimestamp != timestamp) {
      finish();
    }
    open = true;
    timestamp = packetTimestamp;
    receivedNanos = nowNanos;
  }

  /** A packet ends; the marker says that the picture is complete. */
  void endPacket(boolean marker) {
    if (marker && !markerUnreliable) {
      finish();
    }
  }

  /** Takes a whole NAL unit. */
  void addNal(ByteBuf from, int offset, int size) {
    beginNal();
    append(from, offset, size);
    endNal();
  }

  void beginNal() {
    if (isInNal()) {
      damage("A NAL unit began before the one before it ended");
    }
    nalStart = length;
    length += LENGTH_BYTES;
  }

  boolean isInNal() {
    return nalStart >= 0;
  }

  void appendByte(int value) {
    if (reserve(1)) {
      buffer[length++] = (byte) value;
    }
  }

  void append(ByteBuf from, int offset, int size) {
    if (reserve(size)) {
      from.getBytes(offset, buffer, length, size);
      length += size;
    }
  }

  private boolean reserve(int size) {
    int needed = length + size;
    if (needed > maxBytes) {
      oversized++;
      damage("A picture of more than " + maxBytes + " bytes");
    }
    if (damaged) {
      return false;
    }
    if (needed > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.min(maxBytes, Math.max(needed, 2 * buffer.length)));
    }
    return true;
  }

  /** Decides what the NAL unit just written is good for; what isn't needed is taken back. */
  void endNal() {
    int start = nalStart;
    nalStart = -1;
    if (damaged || start < 0) {
      return;
    }
    int first = start + LENGTH_BYTES;
    int size = length - first;
    if (size <= codec.headerBytes()) {
      damage("An empty NAL unit");
      return;
    }
    int type = codec.nalType(buffer[first]);
    boolean baseLayer = codec.isBaseLayer(buffer[first], buffer[first + 1]);
    if (baseLayer && codec.isSlice(type)) {
      keepSlice(start, size, type);
      return;
    }
    length = start;
    if (baseLayer
        && codec.isParameterSet(type)
        && !store.put(Arrays.copyOfRange(buffer, first, first + size))) {
      problem = "A parameter set of " + size + " bytes that can't be one";
    }
  }

  private void keepSlice(int start, int size, int type) {
    int first = start + LENGTH_BYTES;
    boolean beginsPicture = buffer[first + codec.headerBytes()] < 0;
    if (!hasSlice && !beginsPicture) {
      // The marker stood on each slice: from now on only another timestamp ends a picture.
      markerUnreliable |= timestamp == finishedTimestamp;
      damage("The beginning of a picture is missing");
      return;
    }
    hasSlice = true;
    key |= codec.isKeySlice(type);
    skippedLeading |= codec.isSkippedLeading(type);
    buffer[start] = (byte) (size >>> 24);
    buffer[start + 1] = (byte) (size >>> 16);
    buffer[start + 2] = (byte) (size >>> 8);
    buffer[start + 3] = (byte) size;
  }

  /** Something of the present picture is missing or wrong: it will be dropped when it ends. */
  void damage(String what) {
    nalStart = -1;
    length = 0;
    if (!damaged) {
      // What follows from it isn't worth telling.
      damaged = true;
      damages++;
      problem = what;
    }
  }

  /** Packets are missing: nobody knows of which picture they were. */
  void gap() {
    waitForKey = true;
    if (open) {
      damage("Packets were lost");
    }
  }

  private void finish() {
    if (isInNal()) {
      damage("A picture ended in the middle of a fragmented NAL unit");
    }
    if (damaged || hasSlice) {
      conclude();
    }
    finishedTimestamp = timestamp;
    open = false;
    hasSlice = false;
    key = false;
    skippedLeading = false;
    damaged = false;
    nalStart = -1;
    length = 0;
    if (buffer.length > KEPT_CAPACITY) {
      buffer = new byte[FIRST_CAPACITY];
    }
  }

  private void conclude() {
    boolean startable = key && !damaged && takeParameterSets();
    boolean followable = !key && !damaged && !waitForKey && !store.hasChanged();
    if (startable) {
      // The leading pictures of a key frame are whole only if the group before it was.
      dropLeading = waitForKey;
      waitForKey = false;
      keyFrames++;
      emit();
    } else if (followable && !(skippedLeading && dropLeading)) {
      emit();
    } else {
      waitForKey |= !followable;
      dropped++;
    }
  }

  private boolean takeParameterSets() {
    ParameterSets sets = store.take();
    if (sets == null) {
      problem = "A key frame, but no parameter sets in the description or the stream";
      return false;
    }
    if (sets.equals(active)) {
      return true;
    }
    try {
      clock.describe(sets.format());
    } catch (IllegalArgumentException e) {
      problem = "A key frame, but parameter sets that can't be read: " + e.getMessage();
      return false;
    }
    parameterSetChanges += active == null ? 0 : 1;
    active = sets;
    return true;
  }

  private void emit() {
    ParameterSets sets = active;
    if (sets == null) {
      return;
    }
    accessUnits++;
    bytes += length;
    long time = clock.place(timestamp, clockRate, receivedNanos);
    byte[] data = Arrays.copyOf(buffer, length);
    sink.accept(
        new AccessUnit(sets, key, timestamp, time, clock.decodeTime(), receivedNanos, data));
  }

  VideoCounters counters(RtpStatistics rtp, long unsupported) {
    return new VideoCounters(
        rtp,
        accessUnits,
        keyFrames,
        dropped,
        damages,
        oversized,
        unsupported,
        parameterSetChanges,
        clock.jumps(),
        bytes);
  }

  /** What was wrong last, in English; empty if nothing was. */
  String problem() {
    return problem;
  }
}
