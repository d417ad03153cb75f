package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** Everything that is open while the journal is: closed in the reverse order. */
final class OpenFiles implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OpenFiles.class);
  private static final int LOG_READERS = 2;
  private static final int TABLES_READERS = 2;

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final ReentrantLock gate = new ReentrantLock();
  private final LogFolder folder;
  private final SqliteLog rows;
  private final LogReader reader;
  private final ReadPool<LogReader> readings;
  private final Checkpointer checkpointer;
  private final TablesFollower follower;
  private final ReadPool<TablesReader> tableReadings;
  private final TablesReader tablesReader;
  private final Connection keepersConnection;
  private final Snapshots snapshots;

  private OpenFiles(
      JournalSettings settings,
      SynchronousMode synchronous,
      JournalStats stats,
      BooleanSupplier busy,
      Consumer<Exception> onFailure)
      throws IOException, SQLException {
    try {
      folder = new LogFolder(settings.folder());
      Disk.makeFolder(folder.folder());
      keep(FolderLock.take(folder.folder()));
      rows = keep(folder.open(synchronous));
      reader = keep(new LogReader(folder.log()));
      readings =
          keep(
              new ReadPool<>(
                  "journal-reader",
                  LOG_READERS,
                  settings.readQueue(),
                  () -> new LogReader(folder.log())));
      FileChannel disk = FileChannel.open(folder.log());
      opened.addLast(disk); // To be closed last: SQLite's locks of that file end with it.
      checkpointer =
          keep(
              new Checkpointer(
                  folder.log(),
                  disk,
                  synchronous,
                  gate,
                  settings.walLimitBytes(),
                  stats,
                  onFailure));
      checkpointer.start();
      follower = keep(new TablesFollower(folder, busy));
      tableReadings =
          keep(
              new ReadPool<>(
                  "tables-reader",
                  TABLES_READERS,
                  settings.readQueue(),
                  () -> new TablesReader(folder)));
      tablesReader = keep(new TablesReader(folder));
      keepersConnection = keep(Sqlite.writable(folder.log(), synchronous));
      Sqlite.execute(keepersConnection, "PRAGMA wal_autocheckpoint = 0");
      snapshots = new Snapshots(folder.folder(), reader.id());
    } catch (IOException | SQLException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Opens them.
   *
   * @param busy whether the tables should wait for a while
   * @param onFailure told if the disk fails under a thread other than the writer's
   * @throws DamagedJournal if they must not be worked on
   */
  static OpenFiles open(
      JournalSettings settings,
      SynchronousMode synchronous,
      JournalStats stats,
      BooleanSupplier busy,
      Consumer<Exception> onFailure)
      throws IOException, SQLException {
    return new OpenFiles(settings, synchronous, stats, busy, onFailure);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.push(resource);
    return resource;
  }

  LogFolder folder() {
    return folder;
  }

  /** Held by whoever writes to the log. */
  ReentrantLock gate() {
    return gate;
  }

  /** The writer's own. */
  SqliteLog rows() {
    return rows;
  }

  /** The writer's at the start, then the keeper's. */
  LogReader reader() {
    return reader;
  }

  ReadPool<LogReader> readings() {
    return readings;
  }

  Checkpointer checkpointer() {
    return checkpointer;
  }

  /** To be started when the log has been taken back. */
  TablesFollower follower() {
    return follower;
  }

  ReadPool<TablesReader> tableReadings() {
    return tableReadings;
  }

  /** The keeper's own. */
  TablesReader tablesReader() {
    return tablesReader;
  }

  /** The keeper's own, to the log; to be written to behind the gate only. */
  Connection keepersConnection() {
    return keepersConnection;
  }

  Snapshots snapshots() {
    return snapshots;
  }

  @Override
  public void close() {
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        log.atWarn().setCause(e).log("a file of the journal could not be closed");
      }
    }
  }
}
