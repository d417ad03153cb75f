package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.journal.JournalSettings;
import java.nio.file.Path;

/**
 * {@code journal.*}: the durable log.
 *
 * @param bounds its bounds; its folder and retention follow from {@code data} and {@code
 *     retention.log}
 */
public record JournalGroup(@Flat(without = {"folder", "retention"}) JournalSettings bounds) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final JournalGroup DEFAULT =
      new JournalGroup(JournalSettings.in(Path.of("data", "journal")));
}
