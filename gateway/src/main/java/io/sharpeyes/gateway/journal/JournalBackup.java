package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.sqlite.SQLiteConfig.SynchronousMode;

/**
 * Copies the log, also while a gateway writes to it, and checks it. These calls block and take
 * long; they may be made in another process than the gateway's.
 *
 * <p>The log only grows at its end, so rows copied in their order are a log as it once stood, and
 * nothing has to be held still for as long as the copying takes. (SQLite's own backup would begin
 * anew with each commit of the gateway, or pin its write-ahead log.)
 */
public final class JournalBackup {

  private static final int ROWS_AT_ONCE = 500;
  private static final int ATTEMPTS = 5;

  private JournalBackup() {}

  /**
   * What was copied or checked.
   *
   * @param first the oldest sequence number
   * @param last the newest
   * @param bytes of data
   */
  public record Summary(long first, long last, long bytes) {}

  /** Retention has deleted rows from under the copying. */
  private static final class Overtaken extends Exception {
    private static final long serialVersionUID = 1;
  }

  /**
   * Copies the log of a data folder into a new file, and checks every row.
   *
   * @throws DamagedJournal if a row is damaged or missing; nothing is left at the target then
   * @throws FileAlreadyExistsException if the target exists
   */
  public static Summary backup(Path folder, Path target) throws IOException, SQLException {
    refuse(target);
    Path log = new LogFolder(folder).log();
    if (!Files.exists(log)) {
      throw new IOException(log + " doesn't exist: is " + folder + " the gateway's data folder?");
    }
    Path parent = target.toAbsolutePath().getParent();
    Path temporary = target.resolveSibling(target.getFileName() + ".tmp");
    try {
      Summary summary = attempt(log, temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
      if (parent != null) {
        Disk.syncFolder(parent);
      }
      return summary;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static Summary attempt(Path log, Path temporary) throws IOException, SQLException {
    for (int i = 1; i <= ATTEMPTS; i++) {
      Files.deleteIfExists(temporary);
      try (LogReader source = new LogReader(log);
          Connection target = Sqlite.single(temporary, SynchronousMode.FULL)) {
        SqliteLog.SCHEMA.migrate(target);
        return copy(log, source, target);
      } catch (Overtaken e) {
        // The next attempt begins where the log begins now.
      }
    }
    throw new IOException("the log's oldest rows are being deleted; back up again later");
  }

  private static Summary copy(Path log, LogReader source, Connection target)
      throws SQLException, Overtaken {
    copyNames(log, target);
    Check check = new Check(source.first());
    long last = source.last();
    Sqlite.execute(target, "BEGIN");
    try (PreparedStatement insert = target.prepareStatement(LogRow.INSERT);
        PreparedStatement latest = target.prepareStatement(SqliteLog.INSERT_LATEST)) {
      while (check.next <= last) {
        List<StoredEvent> rows = source.after(check.next - 1, ROWS_AT_ONCE);
        if (check.next < source.first()) {
          throw new Overtaken();
        }
        check.take(rows);
        for (StoredEvent row : rows) {
          LogRow.bind(insert, row);
          insert.addBatch();
          SqliteLog.noteLatest(latest, row);
        }
        insert.executeBatch();
      }
    }
    Sqlite.execute(target, "COMMIT");
    return check.summary();
  }

  /** Copies what stands beside the log: which log it is, and what outlives retention. */
  private static void copyNames(Path log, Connection target) throws SQLException {
    try (PreparedStatement attach = target.prepareStatement("ATTACH ? AS source")) {
      attach.setString(1, log.toString());
      attach.execute();
    }
    Sqlite.execute(target, "BEGIN");
    for (String table : List.of("about", "latest", "kept")) {
      Sqlite.execute(target, "DELETE FROM main." + table);
      Sqlite.execute(target, "INSERT INTO main." + table + " SELECT * FROM source." + table);
    }
    Sqlite.execute(target, "COMMIT");
    Sqlite.execute(target, "DETACH source");
  }

  /**
   * Checks a log or a backup of one: every row's checksum, and that none is missing.
   *
   * @throws DamagedJournal if not; the message says which row
   */
  public static Summary verify(Path file) throws IOException, SQLException {
    if (!Files.exists(file)) {
      throw new IOException(file + " doesn't exist");
    }
    try (LogReader reader = new LogReader(file)) {
      Check check = new Check(reader.first());
      long last = reader.last();
      while (check.next <= last) {
        check.take(reader.after(check.next - 1, ROWS_AT_ONCE));
      }
      return check.summary();
    } catch (SQLException e) {
      throw new DamagedJournal(file + " can't be read as a log: " + e.getMessage(), e);
    }
  }

  /**
   * Puts a backup into a data folder in which there is no journal, after checking it. It is another
   * log from then on: what was stored after the backup is not in it, and a desk that had seen more
   * is told to begin anew.
   *
   * @throws FileAlreadyExistsException if there is a journal in the folder
   */
  public static Summary restore(Path backup, Path folder) throws IOException, SQLException {
    LogFolder files = new LogFolder(folder);
    refuse(files.log());
    refuse(files.tables());
    Summary summary = verify(backup);
    Disk.makeFolder(folder);
    Path temporary = folder.resolve("log.db.tmp");
    try {
      Files.copy(backup, temporary, StandardCopyOption.REPLACE_EXISTING);
      try (Connection copy = Sqlite.single(temporary, SynchronousMode.FULL)) {
        SqliteLog.SCHEMA.migrate(copy);
        Sqlite.execute(
            copy, "UPDATE about SET value = lower(hex(randomblob(16))) WHERE name = 'log'");
      }
      Disk.syncFile(temporary);
      Files.move(temporary, files.log(), StandardCopyOption.ATOMIC_MOVE);
      Disk.syncFolder(folder);
    } finally {
      Files.deleteIfExists(temporary);
    }
    return summary;
  }

  private static void refuse(Path file) throws FileAlreadyExistsException {
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(
          file.toString(), null, "exists already; move it away first");
    }
  }

  /** Watches that no row is missing. */
  private static final class Check {
    private final long first;
    private long next;
    private long bytes;

    Check(long first) {
      this.first = first;
      this.next = first;
    }

    void take(List<StoredEvent> rows) {
      if (rows.isEmpty()) {
        throw missing();
      }
      for (StoredEvent row : rows) {
        if (row.sequence() != next) {
          throw missing();
        }
        next++;
        bytes += row.json().length;
      }
    }

    private DamagedJournal missing() {
      return new DamagedJournal(
          "the event with sequence number " + next + " is missing from the log; restore a backup");
    }

    Summary summary() {
      return new Summary(first, next - 1, bytes);
    }
  }
}
