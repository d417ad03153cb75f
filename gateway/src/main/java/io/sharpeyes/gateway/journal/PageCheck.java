package io.sharpeyes.gateway.journal;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The check of the log's pages, which runs beside the recovery: with it a start takes no longer.
 */
final class PageCheck {

  private final Thread thread;
  private volatile @Nullable SQLException unreadable;
  private volatile @Nullable RuntimeException damage;

  private PageCheck(LogFolder folder) {
    thread = new Thread(() -> run(folder), "journal-check");
    thread.start();
  }

  static PageCheck begin(LogFolder folder) {
    return new PageCheck(folder);
  }

  private void run(LogFolder folder) {
    try {
      folder.checkPages();
    } catch (SQLException e) {
      unreadable = e;
    } catch (RuntimeException e) {
      damage = e;
    }
  }

  /**
   * Waits for its end.
   *
   * @throws DamagedJournal if a page is damaged
   */
  void end() throws SQLException {
    Threads.join(thread);
    if (damage != null) {
      throw damage;
    }
    if (unreadable != null) {
      throw unreadable;
    }
  }
}
