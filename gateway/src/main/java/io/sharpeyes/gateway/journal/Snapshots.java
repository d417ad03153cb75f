package io.sharpeyes.gateway.journal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Images of the case book on disk, so that a start need not read the whole log: {@code
 * snapshot-<sequence>.bin}, the two newest. One that is damaged is passed over.
 */
final class Snapshots {

  private static final Logger log = LoggerFactory.getLogger(Snapshots.class);

  private static final String PREFIX = "snapshot-";
  private static final String SUFFIX = ".bin";
  private static final long MAGIC = 0x5348_4559_4553_0001L;
  private static final int KEPT = 2;

  private final Path folder;
  private final String logId;

  /** Keeps them beside the log with this id. */
  Snapshots(Path folder, String logId) {
    this.folder = folder;
    this.logId = logId;
  }

  /** A snapshot: the case book as it stood after the event with this number. */
  static final class Snapshot {
    private final long sequence;
    private final byte[] image;

    Snapshot(long sequence, byte[] image) {
      this.sequence = sequence;
      this.image = image;
    }

    long sequence() {
      return sequence;
    }

    byte[] image() {
      return image;
    }
  }

  /** Writes one, and deletes those that are too old then. */
  void write(Snapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(snapshot.image.length + 100);
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeLong(MAGIC);
    out.writeUTF(logId);
    out.writeLong(snapshot.sequence);
    out.writeInt(snapshot.image.length);
    out.write(snapshot.image);
    out.writeLong(checksum(bytes.toByteArray(), bytes.size()));
    String name = "%s%019d%s".formatted(PREFIX, snapshot.sequence, SUFFIX);
    Disk.writeWhole(folder, name, bytes.toByteArray());
    List<Path> all = files(folder);
    for (Path old : all.subList(Math.min(KEPT, all.size()), all.size())) {
      Files.deleteIfExists(old);
    }
  }

  /** The snapshots of this log that are whole, the newest first. */
  List<Snapshot> newestFirst() throws IOException {
    List<Snapshot> whole = new ArrayList<>();
    for (Path file : files(folder)) {
      read(file).ifPresent(whole::add);
    }
    return whole;
  }

  /** The number up to which the log is not needed for a start, even if the newest is damaged. */
  long coveredTo() throws IOException {
    List<Snapshot> whole = newestFirst();
    return whole.size() < KEPT ? 0 : whole.get(KEPT - 1).sequence;
  }

  /** Says whether there is any, of whichever log. */
  static boolean anyIn(Path folder) throws IOException {
    return !files(folder).isEmpty();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> isSnapshot(String.valueOf(file.getFileName())))
          .sorted(
              Comparator.comparing((Path file) -> String.valueOf(file.getFileName())).reversed())
          .toList();
    }
  }

  private static boolean isSnapshot(String name) {
    return name.startsWith(PREFIX) && name.endsWith(SUFFIX);
  }

  private Optional<Snapshot> read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int body = bytes.length - Long.BYTES;
      if (body < 0 || in.readLong() != MAGIC) {
        throw new IOException("it is no snapshot of this version");
      }
      String id = in.readUTF();
      long sequence = in.readLong();
      byte[] image = in.readNBytes(in.readInt());
      if (in.readLong() != checksum(bytes, body)) {
        throw new IOException("its checksum is wrong");
      }
      return id.equals(logId) ? Optional.of(new Snapshot(sequence, image)) : Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      log.atWarn()
          .addKeyValue("file", file)
          .addKeyValue("cause", e.getMessage())
          .log("a snapshot can't be used");
      return Optional.empty();
    }
  }

  private static long checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return crc.getValue();
  }
}
