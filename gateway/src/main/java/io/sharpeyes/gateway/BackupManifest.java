package io.sharpeyes.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sharpeyes.gateway.journal.JournalBackup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What a backup holds: {@code backup.json}, written last, so that a backup without it is one that
 * was never finished.
 *
 * @param format of the backup; 1
 * @param at when it was begun: every alarm that was acknowledged by then is in it
 * @param log what it has of the log
 * @param files every other file of the backup
 */
record BackupManifest(int format, Instant at, JournalBackup.Summary log, List<Entry> files) {

  static final String NAME = "backup.json";
  static final int FORMAT = 1;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  BackupManifest {
    files = List.copyOf(files);
  }

  /**
   * A file.
   *
   * @param path within the backup, with slashes
   * @param sha256 of its content, in hexadecimal
   */
  record Entry(String path, long bytes, String sha256) {}

  /** What stands in a folder now. */
  static BackupManifest of(Path backup, Instant at, JournalBackup.Summary log, List<String> paths)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (String path : paths) {
      Path file = backup.resolve(path);
      entries.add(new Entry(path, Files.size(file), sha256(file)));
    }
    return new BackupManifest(FORMAT, at, log, entries);
  }

  byte[] toJson() throws JsonProcessingException {
    return JSON.writeValueAsBytes(this);
  }

  /**
   * Reads the manifest of a backup and holds every file against it.
   *
   * @throws IOException whose message says what is wrong and what to do
   */
  static BackupManifest checked(Path backup) throws IOException {
    BackupManifest manifest = read(backup);
    for (Entry entry : manifest.files) {
      Path file = backup.resolve(entry.path).normalize();
      if (!isWithin(backup, entry.path)) {
        throw damaged(backup, entry.path + " lies outside of it");
      }
      if (!Files.exists(file)) {
        throw damaged(backup, entry.path + " is missing");
      }
      if (Files.size(file) != entry.bytes || !sha256(file).equals(entry.sha256)) {
        throw damaged(backup, entry.path + " was changed");
      }
    }
    return manifest;
  }

  static boolean isWithin(Path backup, String path) {
    // Absolute: the normal form of . is no path, which nothing begins with.
    Path folder = backup.toAbsolutePath().normalize();
    return folder.resolve(path).normalize().startsWith(folder);
  }

  private static BackupManifest read(Path backup) throws IOException {
    BackupManifest manifest;
    try {
      manifest = JSON.readValue(Files.readAllBytes(backup.resolve(NAME)), BackupManifest.class);
    } catch (NoSuchFileException e) {
      throw new IOException(
          backup + " is no backup, or one that was never finished: there is no " + NAME, e);
    } catch (JsonProcessingException e) {
      throw damaged(backup, NAME + " can't be read");
    }
    if (manifest.format != FORMAT) {
      throw new IOException(
          backup
              + " has format "
              + manifest.format
              + ", which a later version of the gateway writes: restore it with that one");
    }
    return manifest;
  }

  private static IOException damaged(Path backup, String what) {
    return new IOException("The backup " + backup + " is damaged: " + what + ". Take another one.");
  }

  static String sha256(Path file) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
    try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }
}
