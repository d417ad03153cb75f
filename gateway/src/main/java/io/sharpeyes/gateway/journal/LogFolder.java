package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.ProgressHandler;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The journal's folder: which file is which, and whether they are in order. */
final class LogFolder {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int STEPS_BETWEEN_LOOKS = 10_000;
  private static final long CHECK_NANOS = 500_000_000L;

  private final Path folder;

  LogFolder(Path folder) {
    this.folder = folder;
  }

  Path folder() {
    return folder;
  }

  Path log() {
    return folder.resolve("log.db");
  }

  Path tables() {
    return folder.resolve("tables.db");
  }

  /**
   * Opens the log after looking at its files; makes it if there never was one.
   *
   * @throws DamagedJournal if it is damaged, or missing where there was one
   */
  SqliteLog open(SynchronousMode synchronous) throws IOException, SQLException {
    checkFiles();
    boolean fresh = !Files.exists(log());
    SqliteLog opened;
    try {
      opened = SqliteLog.open(log(), synchronous);
    } catch (SQLiteException e) {
      throw explained(e);
    }
    if (fresh) {
      Disk.syncFolder(folder);
    }
    opened.settle();
    return opened;
  }

  /** Looks at the files before SQLite does, for it makes new ones without asking. */
  private void checkFiles() throws IOException {
    Path wal = folder.resolve("log.db-wal");
    boolean missing = !Files.exists(log());
    if (missing || Files.size(log()) == 0) {
      if (Files.exists(tables()) || Snapshots.anyIn(folder) || (missing && Files.exists(wal))) {
        throw new DamagedJournal(
            log()
                + " is missing or empty, but other files of a journal are there: restore a backup,"
                + " or choose an empty folder to begin anew");
      }
      return;
    }
    checkHeader();
    WalCheck.check(wal);
  }

  private void checkHeader() throws IOException {
    try (FileChannel channel = FileChannel.open(log(), StandardOpenOption.READ)) {
      ByteBuffer head = ByteBuffer.allocate(MAGIC.length);
      int read = channel.read(head, 0);
      if (read > 0 && !head.flip().equals(ByteBuffer.wrap(MAGIC))) {
        throw new DamagedJournal(
            log() + " is damaged: it does not begin as a database does; restore a backup");
      }
    }
  }

  /**
   * Looks for damaged pages for half a second; a small log is checked whole. On a connection of its
   * own, so that the log can be read meanwhile.
   *
   * @throws DamagedJournal if there are any
   */
  void checkPages() throws SQLException {
    try (Connection connection = Sqlite.readOnly(log())) {
      checkPages(connection);
    }
  }

  private void checkPages(Connection connection) throws SQLException {
    long end = System.nanoTime() + CHECK_NANOS;
    ProgressHandler.setHandler(
        connection,
        STEPS_BETWEEN_LOOKS,
        new ProgressHandler() {
          @Override
          protected int progress() {
            return System.nanoTime() - end > 0 ? 1 : 0;
          }
        });
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
      if (row.next() && !row.getString(1).equals("ok")) {
        throw new DamagedJournal(log() + " is damaged: " + row.getString(1) + "; restore a backup");
      }
    } catch (SQLiteException e) {
      if (e.getResultCode() != SQLiteErrorCode.SQLITE_INTERRUPT) {
        throw explained(e);
      }
    } finally {
      ProgressHandler.clearHandler(connection);
    }
  }

  /** Puts a failure of SQLite into words, if it says that the file is damaged. */
  private SQLException explained(SQLiteException e) {
    SQLiteErrorCode code = e.getResultCode();
    if (code == SQLiteErrorCode.SQLITE_NOTADB || code == SQLiteErrorCode.SQLITE_CORRUPT) {
      throw new DamagedJournal(log() + " is damaged (" + e.getMessage() + "); restore a backup", e);
    }
    return e;
  }
}
