package io.sharpeyes.gateway.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A folder on a disk that misbehaves: {@code src/test/c/bad_disk.c} under another process, and what
 * a power cut leaves of what that process wrote.
 */
final class BadDisk implements AutoCloseable {

  private static final int SECTOR = 512;

  private final Path folder;
  private final Path undo;
  private final Path control;
  private final MappedByteBuffer words;

  /** Makes one; the folder is made if it is missing. */
  BadDisk(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder).toRealPath();
    this.undo = Files.createDirectories(folder.resolveSibling(folder.getFileName() + ".undo"));
    this.control = folder.resolveSibling(folder.getFileName() + ".control");
    Files.write(control, new byte[16]);
    try (FileChannel channel =
        FileChannel.open(control, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      words = channel.map(FileChannel.MapMode.READ_WRITE, 0, 16);
      words.order(ByteOrder.nativeOrder());
    }
  }

  /**
   * Builds the library, once for all.
   *
   * @return skips the test if there is no C compiler; fails it in CI
   */
  static Path library() throws IOException, InterruptedException {
    Path source = Path.of("src/test/c/bad_disk.c");
    Path library = Path.of("target/bad_disk.so").toAbsolutePath();
    if (Files.exists(library)
        && Files.getLastModifiedTime(library).compareTo(Files.getLastModifiedTime(source)) > 0) {
      return library;
    }
    Path made = Files.createTempFile(library.getParent(), "bad_disk", ".so");
    Process compiler;
    try {
      compiler =
          new ProcessBuilder(
                  "gcc",
                  "-O1",
                  "-Wall",
                  "-Wextra",
                  "-Werror",
                  "-shared",
                  "-fPIC",
                  "-o",
                  made.toString(),
                  source.toString(),
                  "-ldl",
                  "-lpthread")
              .inheritIO()
              .start();
    } catch (IOException e) {
      String missing = "SKIPPED: gcc is not installed; .ci/run installs it";
      if ("true".equals(System.getenv("CI"))) {
        throw new IOException(missing, e);
      }
      Assumptions.abort(missing);
      throw e;
    }
    if (!compiler.waitFor(60, TimeUnit.SECONDS) || compiler.exitValue() != 0) {
      throw new IOException("bad_disk.c could not be compiled");
    }
    Files.move(made, library, StandardCopyOption.ATOMIC_MOVE);
    return library;
  }

  /**
   * What a process needs in its environment to write to this disk.
   *
   * @param forgets whether unsynced writes are kept so that {@link #powerCut} can forget them
   */
  Map<String, String> environment(boolean forgets) throws IOException, InterruptedException {
    Map<String, String> environment = new HashMap<>();
    environment.put("LD_PRELOAD", library().toString());
    environment.put("BAD_DISK_FOLDER", folder.toString());
    environment.put("BAD_DISK_CONTROL", control.toString());
    if (forgets) {
      environment.put("BAD_DISK_UNDO", undo.toString());
    }
    return environment;
  }

  /** Makes each fsync slower. */
  void delay(int micros) {
    words.putInt(0, micros);
  }

  /** Makes the n-th fsync from now fail, and all after it. */
  void failFsync(int n) {
    words.putInt(4, n);
  }

  /** Takes all room away, or gives it back. */
  void full(boolean full) {
    words.putInt(8, full ? 1 : 0);
  }

  int fsyncs() {
    return words.getInt(12);
  }

  /** Which of the writes since the last fsync a power cut forgets. */
  enum Forgets {
    /** All. */
    ALL,
    /** Some of them, in any order, and parts of some. */
    SOME
  }

  /** Forgets what was not synced; the process must be dead. Gives the number of writes undone. */
  int powerCut(Forgets forgets, Random random) throws IOException {
    int undone = 0;
    try (Stream<Path> files = Files.list(undo)) {
      for (Path file : files.toList()) {
        if (!file.endsWith(".names")) {
          undone += undo(file, forgets, random);
        }
      }
    }
    forgetNames(forgets, random);
    try (Stream<Path> files = Files.list(undo)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    return undone;
  }

  private static final class Write {
    private final long offset;
    private final long oldLength;
    private final byte[] old;

    Write(long offset, long oldLength, byte[] old) {
      this.offset = offset;
      this.oldLength = oldLength;
      this.old = old;
    }
  }

  private int undo(Path file, Forgets forgets, Random random) throws IOException {
    Path damaged = folder.resolve(file.getFileName().toString().replace('+', '/'));
    if (!Files.exists(damaged)) {
      return 0;
    }
    List<Write> writes = read(file);
    Collections.reverse(writes);
    try (RandomAccessFile disk = new RandomAccessFile(damaged.toFile(), "rw")) {
      for (Write write : writes) {
        if (forgets == Forgets.ALL) {
          disk.seek(write.offset);
          disk.write(write.old);
          disk.setLength(write.oldLength);
        } else if (random.nextBoolean()) {
          undoSome(disk, write, random);
        }
      }
    }
    return writes.size();
  }

  private static void undoSome(RandomAccessFile disk, Write write, Random random)
      throws IOException {
    boolean whole = random.nextBoolean();
    for (int at = 0; at < write.old.length; at += SECTOR) {
      if (whole || random.nextBoolean()) {
        disk.seek(write.offset + at);
        disk.write(write.old, at, Math.min(SECTOR, write.old.length - at));
      }
    }
    if (write.offset + write.old.length < disk.length() && write.old.length == 0) {
      // It had made the file longer: the length has lasted, the bytes have not.
      long end = Math.min(disk.length(), write.offset + 65_536);
      disk.seek(Math.max(write.offset, write.oldLength));
      disk.write(new byte[(int) Math.max(0, end - disk.getFilePointer())]);
    }
  }

  private static List<Write> read(Path file) throws IOException {
    List<Write> writes = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file);
        DataInputStream data = new DataInputStream(in)) {
      byte[] head = new byte[24];
      while (data.readNBytes(head, 0, 24) == 24) {
        ByteBuffer numbers = ByteBuffer.wrap(head).order(ByteOrder.nativeOrder());
        long offset = numbers.getLong();
        long oldLength = numbers.getLong();
        byte[] old = data.readNBytes((int) numbers.getLong());
        writes.add(new Write(offset, oldLength, old));
      }
    }
    return writes;
  }

  private void forgetNames(Forgets forgets, Random random) throws IOException {
    Path names = undo.resolve(".names");
    if (Files.exists(names)) {
      for (String name : Files.readAllLines(names, UTF_8)) {
        if (!name.isEmpty() && (forgets == Forgets.ALL || random.nextBoolean())) {
          Files.deleteIfExists(folder.resolve(name));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    Files.deleteIfExists(control);
  }
}
