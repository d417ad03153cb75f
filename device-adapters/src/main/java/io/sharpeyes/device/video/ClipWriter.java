package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.ParameterSets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a clip as a fragmented MP4, piece by piece: whatever is on disk when the process dies is
 * whole up to its last fragment. The hash is computed on the way. Blocks: belongs on a worker
 * thread, one call at a time.
 */
final class ClipWriter implements AutoCloseable {

  private static final long FRAGMENT_TICKS = MediaClock.TICKS_PER_SECOND;

  /** Of the last picture nobody knows how long it stands, if it is the only one. */
  private static final long DEFAULT_DURATION = MediaClock.TICKS_PER_SECOND / 25;

  private final Path file;
  private final FileChannel channel;
  private final MessageDigest digest = newDigest();
  private final ParameterSets initial;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable AccessUnit pending;
  private final long base;
  private long sequence;
  private long bytes;
  private long frames;
  private long lastDuration = DEFAULT_DURATION;
  private long endTicks;

  private ClipWriter(Path file, FileChannel channel, AccessUnit first) {
    this.file = file;
    this.channel = channel;
    this.initial = first.parameterSets();
    this.base = first.decodeTime();
  }

  /**
   * Begins a clip.
   *
   * @param file must not exist yet
   * @param first the key frame that it begins with; still has to be added
   * @throws IllegalArgumentException if the parameter sets can't be read
   */
  static ClipWriter begin(Path file, AccessUnit first) throws IOException {
    InitSegment init = InitSegment.of(first.parameterSets());
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ClipWriter writer = new ClipWriter(file, channel, first);
    try {
      writer.write(init.bytes());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    return writer;
  }

  /** Adds the next picture; it goes to disk with its fragment, once the next one is known. */
  void add(AccessUnit unit) throws IOException {
    AccessUnit before = pending;
    pending = unit;
    if (before == null) {
      return;
    }
    place(before, unit.decodeTime() - before.decodeTime());
    long length = unit.decodeTime() - base - samples.get(0).start();
    if (unit.isKey() || length >= FRAGMENT_TICKS) {
      flush();
    }
  }

  private void place(AccessUnit unit, long duration) {
    long start = unit.decodeTime() - base;
    lastDuration = duration;
    endTicks = start + duration;
    frames++;
    samples.add(
        new Sample(start, duration, unit.time() - unit.decodeTime(), unit.isKey(), data(unit)));
  }

  /** A file has one description; sets that changed under way travel with each key frame. */
  private byte[] data(AccessUnit unit) {
    if (!unit.isKey() || unit.parameterSets().equals(initial)) {
      return unit.data();
    }
    BoxWriter out = new BoxWriter(unit.data().length + 256);
    unit.parameterSets().all().forEach(set -> out.u32(set.length).raw(set));
    return out.raw(unit.data()).toBytes();
  }

  private void flush() throws IOException {
    if (!samples.isEmpty()) {
      write(Fragment.write(++sequence, samples));
      samples.clear();
    }
  }

  private void write(byte[] data) throws IOException {
    digest.update(data);
    ByteBuffer buffer = ByteBuffer.wrap(data);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    bytes += data.length;
  }

  /** Writes what is left, and returns when the file and its name are on disk. */
  ClipSummary finish(long dropped) throws IOException {
    try (channel) {
      if (pending != null) {
        place(pending, lastDuration);
        pending = null;
      }
      flush();
      channel.force(true);
    }
    syncDirectory(file);
    String hash = HexFormat.of().formatHex(digest.digest());
    return new ClipSummary(file, hash, bytes, frames, duration(), dropped);
  }

  private Duration duration() {
    return Duration.ofNanos(endTicks * 1_000_000_000L / MediaClock.TICKS_PER_SECOND);
  }

  private static void syncDirectory(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel entry = FileChannel.open(directory, StandardOpenOption.READ)) {
        entry.force(true);
      }
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  /** Gives the file up as it is; it is whole up to the last fragment written. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
