package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that survive a power cut: contents first, then the folder that names them. */
public final class Disk {

  /** A disk that is given tens of megabytes at once lets the flushes of alarms wait for them. */
  private static final int FLUSHED_AT_ONCE = 1 << 20;

  private Disk() {}

  /** Writes a file whole: whoever looks sees the old one or the new one, never half of it. */
  public static void writeWhole(Path folder, String name, byte[] content) throws IOException {
    Path temporary = folder.resolve(name + ".tmp");
    try {
      try (FileChannel channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (int from = 0; from < content.length; from += FLUSHED_AT_ONCE) {
          if (from > 0) {
            channel.force(false);
          }
          int length = Math.min(FLUSHED_AT_ONCE, content.length - from);
          ByteBuffer piece = ByteBuffer.wrap(content, from, length);
          while (piece.hasRemaining()) {
            channel.write(piece);
          }
        }
        channel.force(true);
      }
      Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Makes what is in a file last. */
  public static void syncFile(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Makes the names in a folder last: after a file in it was made, renamed or deleted. */
  public static void syncFolder(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** Makes a folder and those above it, and makes their names last. */
  public static void makeFolder(Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    if (Files.isDirectory(folder) || parent == null) {
      return;
    }
    makeFolder(parent);
    Files.createDirectory(folder);
    syncFolder(parent);
  }
}
