package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells a write-ahead log that a power cut tore at its end, which is normal, from one that is
 * damaged in its middle. SQLite reads both up to the first bad frame and silently forgets the rest,
 * acknowledged or not.
 *
 * <p>Each commit is fsynced before the next one is written. So if a bad frame is followed by a
 * commit and by more of the same log after that, what is bad had been on disk whole once. (Format:
 * sqlite.org/fileformat2.html, "The Write-Ahead Log".)
 *
 * <p>Reads the file by itself, and so may only run while SQLite does not have it open in this
 * process: closing it would let go of SQLite's locks.
 */
final class WalCheck {

  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;
  private static final int MAGIC = 0x377f0682;

  private final Path file;
  private final FileChannel channel;
  private final int pageSize;
  private final ByteOrder sumOrder;
  private final long salts;
  private final ByteBuffer frame;
  private int sum1;
  private int sum2;

  private WalCheck(Path file, FileChannel channel, ByteBuffer header) {
    this.file = file;
    this.channel = channel;
    this.sumOrder = header.getInt(0) == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    this.pageSize = header.getInt(8);
    this.salts = header.getLong(16);
    this.sum1 = header.getInt(24);
    this.sum2 = header.getInt(28);
    this.frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
  }

  /**
   * Checks the file, if there is one.
   *
   * @throws DamagedJournal if something is lost that had been stored
   */
  static void check(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      if (channel.size() <= HEADER || channel.read(header, 0) < HEADER) {
        return;
      }
      if (!isHeader(header)) {
        throw damaged(file, "its header is no header");
      }
      new WalCheck(file, channel, header).check();
    }
  }

  private static boolean isHeader(ByteBuffer header) {
    int pageSize = header.getInt(8);
    if ((header.getInt(0) & ~1) != MAGIC || pageSize < 512 || pageSize > 65_536) {
      return false;
    }
    ByteOrder order = header.getInt(0) == MAGIC ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    int[] sums = sums(header.duplicate().order(order), 0, 24, 0, 0);
    return sums[0] == header.getInt(24) && sums[1] == header.getInt(28);
  }

  private void check() throws IOException {
    long frames = (channel.size() - HEADER) / frame.capacity();
    long bad = -1;
    boolean committedSince = false;
    for (long i = 0; i < frames; i++) {
      read(i);
      boolean good = isGood();
      if (bad < 0 && !good) {
        bad = i;
      } else if (good && committedSince) {
        throw damaged(file, "frame " + bad + " is bad, but more was stored after it");
      } else if (good && bad >= 0 && frame.getInt(4) != 0) {
        committedSince = true;
      }
    }
  }

  private void read(long index) throws IOException {
    frame.clear();
    long at = HEADER + index * frame.capacity();
    while (frame.hasRemaining()) {
      if (channel.read(frame, at + frame.position()) < 0) {
        throw new UncheckedIOException(new IOException(file + " became shorter while it was read"));
      }
    }
    frame.flip();
  }

  /**
   * Checks the frame against the one before; what that one says of itself is taken as true, so that
   * a bad frame does not make all that follow it bad.
   */
  private boolean isGood() {
    ByteBuffer words = frame.duplicate().order(sumOrder);
    int[] sums = sums(words, 0, 8, sum1, sum2);
    sums = sums(words, FRAME_HEADER, FRAME_HEADER + pageSize, sums[0], sums[1]);
    sum1 = frame.getInt(16);
    sum2 = frame.getInt(20);
    return frame.getLong(8) == salts && sums[0] == sum1 && sums[1] == sum2;
  }

  private static int[] sums(ByteBuffer words, int from, int to, int sum1, int sum2) {
    int s1 = sum1;
    int s2 = sum2;
    for (int i = from; i < to; i += 8) {
      s1 += words.getInt(i) + s2;
      s2 += words.getInt(i + 4) + s1;
    }
    return new int[] {s1, s2};
  }

  private static DamagedJournal damaged(Path file, String what) {
    return new DamagedJournal(
        file
            + " is damaged: "
            + what
            + ". Stored alarms are lost if the gateway goes on with it; keep a copy of the folder"
            + " and restore a backup");
  }
}
