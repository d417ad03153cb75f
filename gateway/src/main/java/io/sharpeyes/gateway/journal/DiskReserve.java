package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file that keeps room on the disk for presses: when the disk is full it is deleted, and made
 * again when there is room. Any thread.
 */
final class DiskReserve {

  private static final int CHUNK = 1 << 20;

  private final Path folder;
  private final Path file;
  private final long bytes;
  private boolean held;

  DiskReserve(Path folder, long bytes) {
    this.folder = folder;
    this.file = folder.resolve("reserve");
    this.bytes = bytes;
  }

  synchronized boolean isHeld() {
    return held;
  }

  /** Says whether the disk has less room than this, beside what the file keeps. */
  boolean hasLessRoomThan(long least) throws IOException {
    return Files.exists(folder) && Files.getFileStore(folder).getUsableSpace() < least;
  }

  /**
   * Makes the file, if there is room for it and as much again.
   *
   * @return whether the room is kept
   */
  synchronized boolean make() throws IOException {
    if (bytes == 0 || held) {
      return true;
    }
    if (Files.exists(file) && Files.size(file) == bytes) {
      held = true;
      return true;
    }
    Files.deleteIfExists(file);
    if (Files.getFileStore(folder).getUsableSpace() < 2 * bytes) {
      return false;
    }
    try {
      fill();
      held = true;
    } finally {
      if (!held) {
        Files.deleteIfExists(file);
      }
    }
    return held;
  }

  /** Writes it for real: a file with holes would keep nothing. */
  private void fill() throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer zeros = ByteBuffer.allocateDirect(CHUNK);
      for (long left = bytes; left > 0; left -= zeros.position()) {
        zeros.position(0).limit((int) Math.min(left, CHUNK));
        while (zeros.hasRemaining()) {
          channel.write(zeros);
        }
      }
      channel.force(true);
    }
  }

  /**
   * Gives the room up.
   *
   * @return false if there was none to give up
   */
  synchronized boolean giveUp() throws IOException {
    held = false;
    boolean gone = Files.deleteIfExists(file);
    if (gone) {
      Disk.syncFolder(folder);
    }
    return gone;
  }
}
