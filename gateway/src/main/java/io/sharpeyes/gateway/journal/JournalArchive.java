package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The log of a gateway that is stopped, for a command that reads from it. Blocks; a whole log is
 * gone through, which takes a while.
 */
public final class JournalArchive {

  private JournalArchive() {}

  /**
   * The events about one subject, in order.
   *
   * @param folder the journal's folder
   * @throws IOException if there is no log
   * @throws SQLException if it can't be read
   */
  public static List<StoredEvent> about(Path folder, String subject)
      throws IOException, SQLException {
    Path log = new LogFolder(folder).log();
    if (!Files.exists(log)) {
      throw new IOException(log + " doesn't exist. Is the path of the data folder right?");
    }
    try (LogReader reader = new LogReader(log)) {
      return reader.about(subject);
    }
  }
}
