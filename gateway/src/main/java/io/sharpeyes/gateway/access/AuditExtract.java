package io.sharpeyes.gateway.access;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the audit about one incident, and what ties them to the chain: with each row the hash
 * before it and its own, and the signed head of the chain they were taken from. Whoever has the
 * extract can check each row's hash; whoever has the audit, that it is the same row. Immutable.
 *
 * @param rows the oldest first
 * @param head where the chain ended; null if it was empty
 * @param complete false if there are more rows than were taken
 */
public record AuditExtract(List<Row> rows, @Nullable AuditHead head, boolean complete) {

  private static final int MOST_ROWS = 100_000;

  /** Copies the list. */
  public AuditExtract {
    rows = List.copyOf(rows);
  }

  /**
   * A row with its place in the chain.
   *
   * @param row the row
   * @param before the hash of the row before it, 64 hexadecimal digits
   * @param hash its own
   */
  public record Row(AuditRow row, String before, String hash) {

    /** Says whether the row is what its hash says. */
    public boolean isWhole() {
      return row.hash(before).equals(hash);
    }
  }

  /**
   * Reads it; may be done beside a gateway that writes. Blocks on the disk: not for event loops.
   *
   * @param file the audit
   * @throws SQLException if it can't be read
   */
  public static AuditExtract read(Path file, String incident) throws SQLException {
    try (AuditFile audit = AuditFile.readOnly(file)) {
      audit.freeze();
      List<Row> rows = new ArrayList<>();
      List<AuditFile.Chained> found = audit.find(AuditQuery.of(incident, MOST_ROWS + 1));
      for (AuditFile.Chained one : found.subList(0, Math.min(MOST_ROWS, found.size()))) {
        rows.add(new Row(one.row(), audit.hashBefore(one.row().sequence()), one.hash()));
      }
      Collections.reverse(rows);
      return new AuditExtract(rows, audit.head().orElse(null), found.size() <= MOST_ROWS);
    }
  }
}
