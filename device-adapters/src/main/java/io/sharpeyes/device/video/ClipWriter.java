package io.sharpeyes.device.video;

import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.ParameterSets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a clip as a fragmented MP4, piece by piece: whatever is on disk when the process dies is
 * whole up to its last fragment. The index before the fragments is written last, so the hash is
 * taken of the finished file. Blocks: belongs on a worker thread, one call at a time.
 */
final class ClipWriter implements AutoCloseable {

  private static final long FRAGMENT_TICKS = MediaClock.TICKS_PER_SECOND;

  /** Of the last picture nobody knows how long it stands, if it is the only one. */
  private static final long DEFAULT_DURATION = MediaClock.TICKS_PER_SECOND / 25;

  private final Path file;
  private final FileChannel channel;
  private final SegmentIndex index = new SegmentIndex();
  private final ParameterSets initial;
  private final List<Sample> samples = new ArrayList<>();
  private @Nullable AccessUnit pending;
  private final long base;
  private final long indexPosition;
  private long sequence;
  private long bytes;
  private long frames;
  private long lastDuration = DEFAULT_DURATION;
  private long endTicks;

  private ClipWriter(Path file, FileChannel channel, AccessUnit first, int initBytes) {
    this.file = file;
    this.indexPosition = initBytes;
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
    byte[] init = InitSegment.of(first.parameterSets(), first.time() - first.decodeTime()).bytes();
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    ClipWriter writer = new ClipWriter(file, channel, first, init.length);
    try {
      writer.write(init);
      writer.write(SegmentIndex.placeholder());
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
    if (length >= (unit.isKey() ? FRAGMENT_TICKS / 2 : FRAGMENT_TICKS)) {
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
      byte[] fragment = Fragment.write(++sequence, samples);
      write(fragment);
      long start = samples.get(0).start();
      index.add(fragment.length, endTicks - start, samples.get(0).key());
      samples.clear();
    }
  }

  private void write(byte[] data) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(data);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    bytes += data.length;
  }

  private void writeIndex() throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(index.toBytes());
    while (buffer.hasRemaining()) {
      channel.write(buffer, indexPosition + buffer.position());
    }
  }

  /**
   * Writes what is left and the index, and returns when the file and its name are on disk.
   *
   * @param beforeRequest how much of it lies before it was asked for
   * @param dropped pictures left out
   */
  ClipSummary finish(Duration beforeRequest, long dropped) throws IOException {
    try (channel) {
      if (pending != null) {
        place(pending, lastDuration);
        pending = null;
      }
      flush();
      writeIndex();
      channel.force(true);
    }
    syncDirectory(file);
    return new ClipSummary(
        file, ClipFile.sha256(file), bytes, frames, duration(), beforeRequest, dropped);
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

  /** Gives the file up as it is; it is whole up to the last fragment written. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
