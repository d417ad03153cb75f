package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.registry.RegistryDiff;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryReader;
import io.sharpeyes.gateway.registry.RegistryReading;
import io.sharpeyes.gateway.registry.RegistryWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The registry on disk. Each version is one file that is never changed: a ZIP of the same CSV files
 * that {@code export} writes, and of the stored credentials; its name is its SHA-256. {@code
 * current.json} says which one stands. Both are on disk, fsynced, before anything uses them, and
 * {@code current.json} is swapped whole: after a crash there is the old version or the new one.
 *
 * <p>That a version's event is in the journal is marked in {@code current.json} afterwards. One
 * that isn't marked is announced at the next start; so its event may come twice, but never not at
 * all. That is also how {@code import} changes the registry of a gateway that doesn't run.
 *
 * <p>Blocks on the disk: not for event loops. One user at a time, which the data folder's lock sees
 * to; reading is free.
 */
public final class RegistryVersions {

  private static final int MOST_KEPT = 10;
  private static final String FORMAT = "1";
  private static final String FORMAT_ENTRY = "format";
  private static final String CREDENTIALS_ENTRY = "credentials.csv";
  private static final String ENDING = ".zip";

  private final Path folder;
  private final Keys keys;

  /**
   * Uses a folder, which is made when something is written.
   *
   * @param keys under which the credentials are kept
   */
  public RegistryVersions(Path folder, Keys keys) {
    this.folder = folder;
    this.keys = keys;
  }

  /**
   * Says whether nothing was ever imported.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public boolean isEmpty() throws IOException {
    return current().isEmpty();
  }

  /** Which version stands; nothing before the first import. */
  Optional<RegistryPointer> current() throws IOException {
    try {
      return Optional.of(RegistryPointer.ofJson(Files.readString(pointerFile())));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw damaged(pointerFile(), e);
    }
  }

  /**
   * Reads the version that stands; an empty one before the first import. What was made with older
   * keys is brought to the newest in memory.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  public RegistrySnapshot load() throws IOException {
    Optional<RegistryPointer> pointer = current();
    return pointer.isEmpty() ? RegistrySnapshot.EMPTY : load(pointer.get().version());
  }

  private RegistrySnapshot load(String version) throws IOException {
    Path file = folder.resolve(version + ENDING);
    try {
      byte[] bytes = Files.readAllBytes(file);
      if (!sha256(bytes).equals(version)) {
        throw new IOException("its content was changed");
      }
      return unpack(version, bytes);
    } catch (IOException | IllegalArgumentException e) {
      throw damaged(file, e);
    }
  }

  private RegistrySnapshot unpack(String version, byte[] bytes) throws IOException {
    List<RegistryFile> tables = new ArrayList<>();
    CredentialStore credentials = CredentialStore.EMPTY;
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        byte[] content = zip.readAllBytes();
        switch (entry.getName()) {
          case FORMAT_ENTRY -> requireFormat(content);
          case CREDENTIALS_ENTRY -> credentials = CredentialFile.read(content);
          default -> tables.add(new RegistryFile(entry.getName(), content));
        }
      }
    }
    RegistryReading reading =
        new RegistryReader(CoordinateSystem.WGS_84)
            .read(tables, Registry.EMPTY, ImportMode.REPLACE);
    if (reading.registry().isEmpty()) {
      throw new IOException(reading.problems().get(0).toString());
    }
    return new RegistrySnapshot(version, reading.registry().get(), newest(credentials));
  }

  private static void requireFormat(byte[] content) throws IOException {
    String format = new String(content, StandardCharsets.UTF_8).strip();
    if (!format.equals(FORMAT)) {
      throw new IOException("it has format " + format + ", which a newer gateway writes");
    }
  }

  private CredentialStore newest(CredentialStore credentials) throws IOException {
    if (credentials.keyVersion() > keys.version()) {
      throw new IOException(
          "it was made with version "
              + credentials.keyVersion()
              + " of the key file, this is version "
              + keys.version());
    }
    return credentials.keyVersion() == keys.version()
        ? credentials
        : new CredentialSealing(keys).resealed(credentials);
  }

  /**
   * Writes a version and makes it the one that stands; the change is still to be announced.
   *
   * @return the snapshot under its name
   * @throws IOException whose message says what is wrong and what to do; the old version stands
   *     then
   */
  RegistrySnapshot store(RegistrySnapshot next, RegistryNote note) throws IOException {
    byte[] bytes = pack(next);
    String version = sha256(bytes);
    try {
      Files.createDirectories(folder);
      write(folder.resolve(version + ENDING), bytes);
      point(current().orElse(new RegistryPointer("", List.of())).after(note.changeTo(version)));
      prune(version);
    } catch (IOException e) {
      throw new IOException(
          "The registry can't be written to "
              + folder
              + " ("
              + e
              + "). Is the disk full, and may this user write there?",
          e);
    }
    return new RegistrySnapshot(version, next.registry(), next.credentials());
  }

  /** Brings everything that is stored to the newest keys, and forgets what older ones open. */
  public void reseal(Instant now) throws IOException {
    Optional<RegistryPointer> pointer = current();
    if (pointer.isEmpty()) {
      return;
    }
    RegistrySnapshot snapshot = load();
    RegistryDiff none = RegistryDiff.between(snapshot.registry(), snapshot.registry());
    String top = snapshot.registry().districts().iterator().next().code();
    store(snapshot, new RegistryNote(Actor.GATEWAY, now, List.of("keys rotate"), none, top));
    forgetOld();
  }

  /** Marks that a change is in the journal. */
  void announced(RegistryPointer.Change change) throws IOException {
    RegistryPointer pointer = current().orElseThrow();
    List<RegistryPointer.Change> left =
        pointer.unannounced().stream().filter(other -> !other.equals(change)).toList();
    point(new RegistryPointer(pointer.version(), left));
  }

  private void point(RegistryPointer pointer) throws IOException {
    write(pointerFile(), pointer.toJson().getBytes(StandardCharsets.UTF_8));
  }

  private Path pointerFile() {
    return folder.resolve("current.json");
  }

  private static byte[] pack(RegistrySnapshot snapshot) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      put(zip, FORMAT_ENTRY, (FORMAT + "\n").getBytes(StandardCharsets.UTF_8));
      for (RegistryFile table : RegistryWriter.write(snapshot.registry())) {
        put(zip, table.name(), table.content());
      }
      put(zip, CREDENTIALS_ENTRY, CredentialFile.write(snapshot.credentials()));
    }
    return bytes.toByteArray();
  }

  /** With a fixed time, so that the same content has the same name. */
  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /** Whole or not at all: to a file beside it, fsynced, renamed, and the folder fsynced. */
  private void write(Path file, byte[] bytes) throws IOException {
    Path part = folder.resolve(file.getFileName() + ".part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(true);
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Old versions go: whoever was taken out of the registry must not stay in it for ever. */
  private void prune(String current) throws IOException {
    List<Path> versions;
    try (Stream<Path> files = Files.list(folder)) {
      versions = files.filter(file -> file.toString().endsWith(ENDING)).toList();
    }
    List<Path> old =
        versions.stream()
            .filter(file -> !file.getFileName().toString().equals(current + ENDING))
            .sorted(Comparator.comparing(RegistryVersions::modified).reversed())
            .skip(MOST_KEPT - 1L)
            .toList();
    for (Path file : old) {
      Files.deleteIfExists(file);
    }
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.EPOCH;
    }
  }

  /**
   * Deletes all versions but the one that stands: after a rotation of the keys they would still
   * open with the old ones.
   */
  public void forgetOld() throws IOException {
    String current = current().map(RegistryPointer::version).orElse("");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(ENDING)).toList()) {
        if (!file.getFileName().toString().equals(current + ENDING)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static IOException damaged(Path file, Exception cause) {
    String why = cause instanceof NoSuchFileException ? "it is missing" : cause.getMessage();
    return new IOException(
        "The stored registry " + file + " can't be used: " + why + ". Restore a backup.", cause);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
