package io.sharpeyes.gateway.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The key file on disk: JSON, readable by its owner only, outside the data folder, so that who gets
 * hold of the data or a backup of it has no key to it. Blocks on the disk: not for event loops.
 */
public final class KeyFile {

  private static final long MOST_BYTES = 64 * 1024;
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<PosixFilePermission> OWNER_ONLY =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private static final Set<PosixFilePermission> HANDED_OVER =
      EnumSet.of(
          PosixFilePermission.OWNER_READ,
          PosixFilePermission.OWNER_WRITE,
          PosixFilePermission.GROUP_READ);

  private KeyFile() {}

  /**
   * Reads it.
   *
   * @param dataFolder where it must not be
   * @throws IOException whose message says what is wrong and what to do
   */
  public static Keys load(Path file, Path dataFolder) throws IOException {
    requireOutside(file, dataFolder);
    try {
      requirePrivate(file);
      if (Files.size(file) > MOST_BYTES) {
        throw new IOException(
            "The key file " + file + " is too long to be one. Is the path right?");
      }
      return parse(Files.readString(file));
    } catch (NoSuchFileException e) {
      throw new IOException(
          "There is no key file " + file + ". Make it with: keys create --config FILE", e);
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      // Not chained: a parser's message can show what it read.
      throw new IOException(
          "The key file " + file + " is damaged. Put back the copy you keep in a safe place.");
    }
  }

  /**
   * Reads it, or makes it for a gateway that has never stored anything: a new one would be of no
   * use for what was stored under another.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static Keys loadOrCreate(Path file, Path dataFolder, Instant now) throws IOException {
    return Files.exists(file) || !isEmpty(dataFolder)
        ? load(file, dataFolder)
        : create(file, dataFolder, now);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.allMatch(file -> file.getFileName().toString().endsWith(".lock"));
    }
  }

  /**
   * Makes a new one.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static Keys create(Path file, Path dataFolder, Instant now) throws IOException {
    requireOutside(file, dataFolder);
    Keys keys = Keys.generate(now);
    try {
      write(file, keys);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(
          "The key file " + file + " exists. Nothing was changed; to change keys: keys rotate", e);
    }
    return keys;
  }

  /**
   * Adds a version. Until the credentials are rewritten with it, both versions are needed, so the
   * file keeps all.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public static Keys rotate(Path file, Path dataFolder, Instant now) throws IOException {
    Keys old = load(file, dataFolder);
    if (old.version() >= Keys.MOST_VERSIONS) {
      throw new IOException(
          "The key file "
              + file
              + " was rotated "
              + Keys.MOST_VERSIONS
              + " times. Make a new one and import all secrets anew.");
    }
    Keys keys = old.rotated(now);
    Path next = file.resolveSibling(file.getFileName() + ".next");
    Files.deleteIfExists(next);
    write(next, keys);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    syncFolder(file);
    return keys;
  }

  private static void requireOutside(Path file, Path dataFolder) throws IOException {
    if (real(file).startsWith(real(dataFolder))) {
      throw new IOException(
          "The key file "
              + file
              + " lies in the data folder "
              + dataFolder
              + ". Whoever copies the data would have the keys: put it elsewhere (access.keyFile).");
    }
  }

  /** The path without symbolic links, as far as it exists. */
  private static Path real(Path path) throws IOException {
    Path absolute = path.toAbsolutePath().normalize();
    if (Files.exists(absolute)) {
      return absolute.toRealPath();
    }
    Path parent = absolute.getParent();
    return parent == null ? absolute : real(parent).resolve(absolute.getFileName());
  }

  private static void requirePrivate(Path file) throws IOException {
    if (!isPosix(file)) {
      return; // Windows: access lists, which the folder passes on
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    if (!allowed(file).containsAll(permissions)) {
      throw new IOException(
          "Others may read or change the key file "
              + file
              + " ("
              + PosixFilePermissions.toString(permissions)
              + "). Take that away: chmod 600 "
              + file);
    }
  }

  /**
   * A file that another user owns may be readable by a group: root hands over secrets that way, and
   * Kubernetes does nothing else.
   */
  private static Set<PosixFilePermission> allowed(Path file) throws IOException {
    boolean handedOver = !Files.getOwner(file).getName().equals(System.getProperty("user.name"));
    return handedOver && Files.getOwner(file).getName().equals("root") ? HANDED_OVER : OWNER_ONLY;
  }

  private static boolean isPosix(Path file) {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static Keys parse(String text) throws IOException {
    JsonNode root = JSON.readTree(text);
    if (root == null || root.path("format").asInt() != FORMAT) {
      throw new IllegalArgumentException("unknown format");
    }
    List<Keys.Version> versions = new ArrayList<>();
    for (JsonNode key : root.path("keys")) {
      versions.add(
          new Keys.Version(
              key.path("version").asInt(),
              Instant.parse(key.path("made").asText()),
              decode(key.path("master")),
              decode(key.path("auditPrivate")),
              decode(key.path("auditPublic"))));
    }
    return new Keys(versions);
  }

  private static byte[] decode(JsonNode text) {
    return Base64.getDecoder().decode(text.asText());
  }

  private static void write(Path file, Keys keys) throws IOException {
    ObjectNode root = JSON.createObjectNode();
    root.put(
        "about",
        "Keys of a Sharp Eyes Gateway. Keep it secret. Keep a copy in a safe place: without it no"
            + " device can sign in and no camera password can be read.");
    root.put("format", FORMAT);
    ArrayNode array = root.putArray("keys");
    for (Keys.Version version : keys.versions()) {
      array
          .addObject()
          .put("version", version.version())
          .put("made", version.made().toString())
          .put("master", encode(version.master()))
          .put("auditPrivate", encode(version.auditPrivate()))
          .put("auditPublic", encode(version.auditPublic()));
    }
    byte[] bytes =
        (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
            .getBytes(StandardCharsets.UTF_8);
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    FileAttribute<?>[] attributes =
        isPosix(file)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    syncFolder(file);
  }

  private static String encode(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /** A new name is on disk only when its folder is. */
  private static void syncFolder(Path file) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null && isPosix(file)) {
      try (FileChannel folder = FileChannel.open(parent, StandardOpenOption.READ)) {
        folder.force(true);
      }
    }
  }
}
