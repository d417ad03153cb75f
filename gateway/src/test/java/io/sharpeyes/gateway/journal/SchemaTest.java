package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig.SynchronousMode;

class SchemaTest {

  private static final List<String> FIRST = List.of("CREATE TABLE a (x INTEGER NOT NULL) STRICT");
  private static final List<String> SECOND =
      List.of("ALTER TABLE a ADD COLUMN y INTEGER NOT NULL DEFAULT 7", "UPDATE a SET x = x + 1");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private Connection open() throws SQLException {
    return Sqlite.writable(folder.resolve("x.db"), SynchronousMode.FULL);
  }

  private static Schema schema(List<List<String>> steps) {
    return new Schema("x.db", 42, steps);
  }

  @Test
  void anOlderFileIsBroughtToThePresentForm() throws Exception {
    try (Connection connection = open()) {
      schema(List.of(FIRST)).migrate(connection);
      Sqlite.execute(connection, "INSERT INTO a VALUES (1)");
    }
    try (Connection connection = open()) {
      schema(List.of(FIRST, SECOND)).migrate(connection);
      schema(List.of(FIRST, SECOND)).migrate(connection);
      assertThat(Sqlite.number(connection, "SELECT x * 100 + y FROM a")).isEqualTo(207);
    }
  }

  @Test
  void aStepThatFailsLeavesTheFileAsItWas() throws Exception {
    try (Connection connection = open()) {
      schema(List.of(FIRST)).migrate(connection);
      Sqlite.execute(connection, "INSERT INTO a VALUES (1)");
      Schema broken = schema(List.of(FIRST, SECOND, List.of("CREATE TABLE a (z)")));
      assertThatThrownBy(() -> broken.migrate(connection)).isInstanceOf(SQLException.class);
      assertThat(Sqlite.number(connection, "SELECT x FROM a")).isEqualTo(1);
      assertThat(Sqlite.number(connection, "PRAGMA user_version")).isEqualTo(1);
    }
  }

  @Test
  void aFileOfALaterVersionIsRefused() throws Exception {
    try (Connection connection = open()) {
      schema(List.of(FIRST, SECOND)).migrate(connection);
      assertThatThrownBy(() -> schema(List.of(FIRST)).migrate(connection))
          .isInstanceOf(DamagedJournal.class)
          .hasMessageContaining("later version");
    }
  }
}
