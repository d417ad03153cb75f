package io.sharpeyes.gateway.journal;

import java.util.List;

/**
 * What the tables look like. They follow from the log, so there is nothing to migrate: another
 * number in {@link #ID} and they are built anew.
 */
final class TablesSchema {

  /** Raise the last digit whenever a statement below, or what is put in, changes. */
  private static final int ID = 0x5345_5404;

  static final Schema SCHEMA =
      new Schema(
          "tables.db",
          ID,
          List.of(
              List.of(
                  """
                  CREATE TABLE follows (
                    one      INTEGER PRIMARY KEY CHECK (one = 1),
                    log      TEXT    NOT NULL,
                    sequence INTEGER NOT NULL
                  ) STRICT""",
                  """
                  CREATE TABLE timeline (
                    sequence INTEGER PRIMARY KEY,
                    subject  TEXT    NOT NULL
                  ) STRICT""",
                  "CREATE INDEX timeline_subject ON timeline (subject, sequence)",
                  """
                  CREATE TABLE latest (
                    topic    TEXT    NOT NULL,
                    subject  TEXT    NOT NULL,
                    sequence INTEGER NOT NULL,
                    PRIMARY KEY (topic, subject)
                  ) STRICT, WITHOUT ROWID""",
                  """
                  CREATE TABLE incident (
                    id            TEXT PRIMARY KEY,
                    first         INTEGER NOT NULL,
                    sequence      INTEGER NOT NULL,
                    opened_at     INTEGER NOT NULL,
                    claimed_at    INTEGER,
                    dispatched_at INTEGER,
                    on_scene_at   INTEGER,
                    closed_at     INTEGER,
                    status        TEXT    NOT NULL,
                    handling      TEXT    NOT NULL,
                    condition     TEXT    NOT NULL,
                    disposition   TEXT,
                    district      TEXT    NOT NULL,
                    site          TEXT    NOT NULL,
                    search        TEXT    NOT NULL,
                    notes         TEXT    NOT NULL DEFAULT '',
                    evidence      INTEGER NOT NULL DEFAULT 0,
                    held          INTEGER NOT NULL DEFAULT 0,
                    data          BLOB    NOT NULL
                  ) STRICT""",
                  "CREATE INDEX incident_opened ON incident (opened_at, id)",
                  """
                  CREATE INDEX incident_open ON incident (opened_at, id)
                    WHERE handling <> 'closed'""",
                  """
                  CREATE INDEX incident_pending_reset ON incident (closed_at, id)
                    WHERE handling = 'closed' AND condition = 'active'""",
                  """
                  CREATE INDEX incident_evidence ON incident (closed_at, id)
                    WHERE evidence > 0""",
                  """
                  CREATE TABLE alarm (
                    id          TEXT PRIMARY KEY,
                    incident    TEXT    NOT NULL,
                    device      TEXT    NOT NULL,
                    received_at INTEGER NOT NULL,
                    data        BLOB    NOT NULL
                  ) STRICT""",
                  "CREATE INDEX alarm_device ON alarm (device, received_at, id)",
                  "CREATE INDEX alarm_incident ON alarm (incident)",
                  """
                  CREATE TABLE assignment (
                    incident TEXT NOT NULL,
                    unit     TEXT NOT NULL,
                    PRIMARY KEY (incident, unit)
                  ) STRICT, WITHOUT ROWID""",
                  """
                  CREATE TABLE booked_window (
                    id        TEXT PRIMARY KEY,
                    starts_at INTEGER NOT NULL,
                    state     TEXT    NOT NULL,
                    district  TEXT    NOT NULL,
                    data      BLOB    NOT NULL
                  ) STRICT""",
                  "CREATE INDEX booked_window_starts ON booked_window (starts_at, id)")));

  private TablesSchema() {}
}
