package io.sharpeyes.gateway;

import io.sharpeyes.gateway.journal.DatabaseCopy;
import io.sharpeyes.gateway.journal.Disk;
import io.sharpeyes.gateway.journal.JournalBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Copies what a gateway keeps in its data folder, also while it runs, and puts such a copy back:
 * the log, the versions of the registry, the audit and the MQTT sessions. What is derived from the
 * log (tables, snapshots) is made anew; pictures and clips are files that never change and are
 * copied by any tool; the key file is kept apart on purpose. Blocks on the disk.
 */
final class DataBackup {

  private static final String LOG = "journal/log.db";
  private static final String REGISTRY = "registry";
  private static final String POINTER = "current.json";
  private static final String AUDIT = "audit.db";
  private static final String SESSIONS = "sessions.db";
  private static final String SECOND_FACTORS = "second-factors.json";

  private DataBackup() {}

  /**
   * Makes a backup.
   *
   * @param target a folder that is empty or doesn't exist
   * @param now every alarm that was acknowledged by now will be in it
   * @throws IOException whose message says what is wrong and what to do; what is left at the target
   *     then is no backup, and {@link #restore} says so
   */
  static BackupManifest backup(Path data, Path target, Instant now)
      throws IOException, SQLException {
    Disk.makeFolder(target);
    requireEmpty(target, "choose another folder for the backup");
    if (target.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
    }
    Disk.makeFolder(target.resolve("journal"));
    JournalBackup.Summary log = JournalBackup.backup(data.resolve("journal"), target.resolve(LOG));
    // After the log, which may name a version but never a later one than there is.
    List<String> files = new ArrayList<>(List.of(LOG));
    files.addAll(copyRegistry(data.resolve(REGISTRY), target.resolve(REGISTRY)));
    for (String database : List.of(AUDIT, SESSIONS)) {
      if (Files.exists(data.resolve(database))) {
        DatabaseCopy.copy(data.resolve(database), target.resolve(database));
        files.add(database);
      }
    }
    copySecondFactors(data, target).ifPresent(files::add);
    BackupManifest manifest = BackupManifest.of(target, now, log, files);
    Disk.writeWhole(target, BackupManifest.NAME, manifest.toJson());
    return manifest;
  }

  /** Without them a restore would let people in by password alone. */
  private static Optional<String> copySecondFactors(Path data, Path target) throws IOException {
    try {
      Disk.writeWhole(target, SECOND_FACTORS, Files.readAllBytes(data.resolve(SECOND_FACTORS)));
      return Optional.of(SECOND_FACTORS);
    } catch (NoSuchFileException e) {
      return Optional.empty(); // nobody has one
    }
  }

  /** The pointer first: the version that it names stays, however many are imported meanwhile. */
  private static List<String> copyRegistry(Path from, Path to) throws IOException {
    List<String> copied = new ArrayList<>();
    byte[] pointer;
    try {
      pointer = Files.readAllBytes(from.resolve(POINTER));
    } catch (NoSuchFileException e) {
      return copied;
    }
    Disk.makeFolder(to);
    for (Path version : versions(from)) {
      String name = String.valueOf(version.getFileName());
      Path copy = to.resolve(name);
      try {
        Files.copy(version, copy);
      } catch (NoSuchFileException e) {
        continue; // an old one that was let go this moment
      }
      Disk.syncFile(copy);
      if (!name.equals(BackupManifest.sha256(copy) + ".zip")) {
        throw new IOException("The stored registry " + version + " is damaged; restore a backup");
      }
      copied.add(REGISTRY + "/" + name);
    }
    Disk.writeWhole(to, POINTER, pointer);
    copied.add(REGISTRY + "/" + POINTER);
    return copied;
  }

  private static List<Path> versions(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".zip")).sorted().toList();
    }
  }

  /**
   * Puts a backup into a data folder in which nothing is, after checking all of it.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static BackupManifest restore(Path backup, Path data) throws IOException, SQLException {
    BackupManifest manifest = check(backup);
    try (DataFolder held = DataFolder.lock(data)) {
      requireEmpty(data, "a backup is restored into an empty data folder: move it away first");
      held.beginRestore();
      for (BackupManifest.Entry entry : manifest.files()) {
        if (!entry.path().equals(LOG)) {
          copy(backup.resolve(entry.path()), data.resolve(entry.path()));
        }
      }
      if (Files.exists(data.resolve(SESSIONS))) {
        DatabaseCopy.forgetReceived(data.resolve(SESSIONS));
      }
      JournalBackup.restore(backup.resolve(LOG), data.resolve("journal"));
      held.endRestore();
    }
    return manifest;
  }

  /**
   * Checks a backup: every file against its hash, and every row of the log.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static BackupManifest check(Path backup) throws IOException, SQLException {
    BackupManifest manifest = BackupManifest.checked(backup);
    JournalBackup.verify(backup.resolve(LOG));
    return manifest;
  }

  private static void copy(Path from, Path to) throws IOException {
    Path parent = to.toAbsolutePath().getParent();
    if (parent != null) {
      Disk.makeFolder(parent);
    }
    Files.copy(from, to);
    Disk.syncFile(to);
    if (parent != null) {
      Disk.syncFolder(parent);
    }
  }

  /** Locks of ours don't count. */
  private static void requireEmpty(Path folder, String mend) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> there = files.filter(file -> !file.toString().endsWith(".lock")).toList();
      if (!there.isEmpty()) {
        throw new IOException(
            folder + " is not empty (" + there.get(0).getFileName() + "): " + mend + ".");
      }
    }
  }
}
