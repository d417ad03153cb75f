package io.sharpeyes.gateway.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code <data>/evidence}: a folder for each incident, a file for each piece. Names are random, so
 * that neither a listing nor a path in an error tells who was seen. Until a piece is in the log, a
 * note lies beside it that says what it is to be: so it can be made good after a crash. Blocks on
 * the disk: not for event loops.
 */
final class EvidenceFolder {

  private static final String NOTE = ".note";
  private static final String PART = ".part";
  private static final int NAME_BYTES = 16;
  private static final int MOST_NOTE_BYTES = 4_096;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path root;

  EvidenceFolder(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** Makes the folder of all incidents, readable by its owner only, if it is missing. */
  void make() throws IOException {
    make(root);
  }

  private static void make(Path folder) throws IOException {
    Path parent = folder.getParent();
    if (Files.isDirectory(folder) || parent == null) {
      return;
    }
    if (!Files.isDirectory(parent)) {
      Files.createDirectories(parent);
    }
    Files.createDirectories(folder, ownerOnly(folder));
    syncFolder(parent);
  }

  private static FileAttribute<?>[] ownerOnly(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
        }
        : new FileAttribute<?>[0];
  }

  /**
   * An incident's folder.
   *
   * @throws IllegalArgumentException if that is no id, and so could lead elsewhere
   */
  Path of(String incident) {
    if (!EvidencePiece.isIncident(incident)) {
      throw new IllegalArgumentException("'" + incident + "' can't be an incident's id");
    }
    return root.resolve(incident);
  }

  /** Where a piece's file is. */
  Path of(EvidencePiece piece) {
    return of(piece.incident()).resolve(piece.file());
  }

  /**
   * Finds a place for a new piece; touches no disk.
   *
   * @throws IllegalArgumentException if the ids are none
   */
  Placed find(String incident, String camera, EvidencePiece.Kind kind, Instant from) {
    if (!EvidencePiece.isCamera(camera)) {
      throw new IllegalArgumentException("'" + camera + "' can't be a camera's id");
    }
    byte[] name = new byte[NAME_BYTES];
    RANDOM.nextBytes(name);
    Path path = of(incident).resolve(HexFormat.of().formatHex(name) + "." + kind.ending());
    return new Placed(path, incident, camera, kind, from);
  }

  /** Makes the folder for a new piece, and writes down what it is to be. */
  void place(Placed placed) throws IOException {
    Path folder = of(placed.incident());
    make(folder);
    byte[] note =
        JSON.writeValueAsBytes(
            Map.of(
                "camera", placed.camera(),
                "kind", placed.kind().wireName(),
                "from", placed.from().toString()));
    writeAndSync(note(placed.path()), note);
    syncFolder(folder);
  }

  private static Path note(Path file) {
    return file.resolveSibling(file.getFileName() + NOTE);
  }

  /** Writes a piece whole: under its name there is all of it or nothing. */
  void write(Placed placed, byte[] content) throws IOException {
    Path part = placed.path().resolveSibling(placed.file() + PART);
    writeAndSync(part, content);
    Files.move(part, placed.path(), StandardCopyOption.ATOMIC_MOVE);
    syncFolder(of(placed.incident()));
  }

  private static void writeAndSync(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(content);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
  }

  /**
   * Makes a written piece last.
   *
   * @throws IOException if the file isn't there or isn't as long as the piece says
   */
  void sync(EvidencePiece piece) throws IOException {
    Path file = of(piece);
    long bytes = Files.size(file);
    if (bytes != piece.bytes()) {
      throw new IOException(
          "the evidence " + file + " has " + bytes + " bytes instead of " + piece.bytes());
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    syncFolder(of(piece.incident()));
  }

  /** The piece is in the log: its note isn't needed any more. */
  void forgetNote(String incident, String file) throws IOException {
    Files.deleteIfExists(note(of(incident).resolve(file)));
  }

  /** Deletes a file of an incident, with all that belongs to it; nothing if there is none. */
  void delete(String incident, String file) throws IOException {
    Path path = of(incident).resolve(file);
    Files.deleteIfExists(path);
    Files.deleteIfExists(path.resolveSibling(path.getFileName() + PART));
    Files.deleteIfExists(note(path));
  }

  /** Makes the deletions in an incident's folder last, and the folder go if it is empty. */
  void deleted(String incident) throws IOException {
    Path folder = of(incident);
    if (!Files.isDirectory(folder)) {
      return;
    }
    syncFolder(folder);
    if (names(folder).isEmpty()) {
      Files.deleteIfExists(folder);
      syncFolder(root);
    }
  }

  /** What lies in the folder of all incidents, in the order of names; what has no id's form too. */
  List<String> incidents() throws IOException {
    return Files.isDirectory(root) ? names(root) : List.of();
  }

  /** What lies in an incident's folder, in the order of names. */
  List<String> files(String incident) throws IOException {
    Path folder = of(incident);
    return Files.isDirectory(folder) ? names(folder) : List.of();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return new ArrayList<>(
          entries.map(entry -> String.valueOf(entry.getFileName())).sorted().toList());
    }
  }

  /**
   * What a file was to be.
   *
   * @throws IOException if there is no note that can be read
   */
  Placed noted(String incident, String file) throws IOException {
    Path path = of(incident).resolve(file);
    Path note = note(path);
    if (Files.size(note) > MOST_NOTE_BYTES) {
      throw new IOException("the note " + note + " is too long to be one");
    }
    try {
      JsonNode root = JSON.readTree(Files.readString(note, StandardCharsets.UTF_8));
      return new Placed(
          path,
          incident,
          root.path("camera").asText(),
          EvidencePiece.Kind.of(root.path("kind").asText()),
          Instant.parse(root.path("from").asText()));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IOException("the note " + note + " can't be read", e);
    }
  }

  /** The names that belong to a file of this name: the file itself, its note, its half. */
  static String base(String name) {
    for (String ending : List.of(NOTE, PART)) {
      if (name.endsWith(ending)) {
        return name.substring(0, name.length() - ending.length());
      }
    }
    return name;
  }

  private static void syncFolder(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
