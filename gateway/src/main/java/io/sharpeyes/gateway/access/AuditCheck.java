package io.sharpeyes.gateway.access;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the audit's chain from its first row, or from where rows have left it, to the signed
 * head. Blocks on the disk: not for event loops. May run beside a gateway that writes.
 */
public final class AuditCheck {

  private static final int PAGE = 1_000;

  private AuditCheck() {}

  /**
   * What a check found.
   *
   * @param rows the number of the last row that was found good before the first fault
   * @param head where the chain ends; null if there is none
   * @param fault what is wrong; null if nothing is
   */
  public record Report(long rows, @Nullable AuditHead head, @Nullable String fault) {

    /** Says whether nothing is wrong. */
    public boolean isSound() {
      return fault == null;
    }
  }

  /**
   * Checks a file.
   *
   * @param expected a head that was written down elsewhere, {@code COUNT:HASH}, which the chain
   *     must contain; or null
   * @throws SQLException if it can't be read
   */
  public static Report verify(Path file, Keys keys, @Nullable String expected) throws SQLException {
    if (!Files.exists(file)) {
      return new Report(0, null, "there is no audit file " + file);
    }
    try (AuditFile audit = AuditFile.readOnly(file)) {
      audit.freeze();
      Optional<AuditHead> head = audit.head();
      if (head.isEmpty()) {
        boolean empty = audit.after(Long.MIN_VALUE, 1).isEmpty() && expected == null;
        return new Report(0, null, empty ? null : "the head was taken away");
      }
      if (!head.get().isGenuine(keys)) {
        return new Report(
            0, head.get(), "the head was not signed with this key file: one of them was replaced");
      }
      Optional<AuditStart> start = audit.start();
      if (start.isPresent() && !start.get().isGenuine(keys)) {
        return new Report(0, head.get(), "its beginning was not signed with this key file");
      }
      return walk(audit, start, head.get(), expected);
    }
  }

  private static Report walk(
      AuditFile audit, Optional<AuditStart> start, AuditHead head, @Nullable String expected)
      throws SQLException {
    long count = start.map(AuditStart::count).orElse(0L);
    String hash = start.map(AuditStart::hash).orElse(AuditRow.NOTHING_BEFORE);
    boolean met = expected == null || (count + ":" + hash).equals(expected);
    String atHead = null;
    for (List<AuditFile.Chained> page = audit.after(Long.MIN_VALUE, PAGE);
        !page.isEmpty();
        page = audit.after(page.get(page.size() - 1).row().sequence(), PAGE)) {
      for (AuditFile.Chained chained : page) {
        if (chained.row().sequence() != count + 1) {
          return fault(count, head, "row " + (count + 1) + " is missing or was moved");
        }
        hash = chained.row().hash(hash);
        if (!hash.equals(chained.hash())) {
          return fault(count, head, "row " + (count + 1) + " was changed");
        }
        count++;
        met |= (count + ":" + hash).equals(expected);
        atHead = count == head.count() ? hash : atHead;
      }
    }
    if (!head.hash().equals(atHead)) {
      return fault(
          count,
          head,
          count < head.count() ? "rows were cut off at the end" : "rows were replaced");
    }
    if (count > head.count()) {
      return fault(head.count(), head, "rows were added that the gateway didn't write");
    }
    return met
        ? new Report(count, head, null)
        : fault(
            count, head, "the chain doesn't contain " + expected + ": an older copy was put back");
  }

  private static Report fault(long count, AuditHead head, String what) {
    return new Report(count, head, what);
  }
}
