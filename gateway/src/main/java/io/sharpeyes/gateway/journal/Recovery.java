package io.sharpeyes.gateway.journal;

import io.sharpeyes.gateway.incident.CaseBook;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings the case book to where the log ends: the newest good snapshot, then the log after it. */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);
  private static final int EVENTS_AT_ONCE = 1_000;

  private final OpenFiles files;
  private final CaseBook book;

  Recovery(OpenFiles files, CaseBook book) {
    this.files = files;
    this.book = book;
  }

  /**
   * Does it.
   *
   * @return the number up to which a snapshot knew it
   * @throws DamagedJournal if the log has lost anything
   */
  long run() throws IOException, SQLException {
    PageCheck check = PageCheck.begin(files.folder());
    try {
      return recover();
    } finally {
      check.end(); // What it says of a damaged page is clearer than what reading that gives.
    }
  }

  private long recover() throws IOException, SQLException {
    long snapshot = restore();
    long next = snapshot == 0 ? files.reader().first() : snapshot + 1;
    if (snapshot == 0 && next > 1) {
      log.atWarn()
          .addKeyValue("first", next)
          .log("no snapshot can be used, and the oldest events have been deleted by retention");
    }
    replay(next);
    return snapshot;
  }

  private long restore() throws IOException {
    for (Snapshots.Snapshot snapshot : files.snapshots().newestFirst()) {
      if (snapshot.sequence() > files.rows().committed()) {
        throw new DamagedJournal(
            "log.db ends at sequence number "
                + files.rows().committed()
                + ", but a snapshot knows "
                + snapshot.sequence()
                + ": the log has lost its end; restore a backup");
      }
      try {
        book.restore(snapshot.image());
        return snapshot.sequence();
      } catch (UncheckedIOException e) {
        log.atWarn()
            .addKeyValue("sequence", snapshot.sequence())
            .addKeyValue("cause", e.getMessage())
            .log("a snapshot can't be read; an older one or the whole log is taken");
      }
    }
    return 0;
  }

  private void replay(long from) throws SQLException {
    long next = from;
    List<StoredEvent> events = files.reader().after(next - 1, EVENTS_AT_ONCE);
    while (!events.isEmpty()) {
      for (StoredEvent event : events) {
        if (event.sequence() != next) {
          throw missing(next);
        }
        book.replay(event.type(), event.subject(), event.at(), event.json());
        next++;
      }
      events = files.reader().after(next - 1, EVENTS_AT_ONCE);
    }
    if (next <= files.rows().committed()) {
      throw missing(next);
    }
  }

  private static DamagedJournal missing(long sequence) {
    return new DamagedJournal(
        "log.db is damaged: the event with sequence number "
            + sequence
            + " is missing; restore a backup");
  }
}
