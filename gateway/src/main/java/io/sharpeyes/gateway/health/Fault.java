package io.sharpeyes.gateway.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong now.
 *
 * @param kind {@code device} or {@code camera}
 * @param subject its id
 * @param name what people call it
 * @param code what is wrong: {@code offline}, {@code low-battery}, {@code unauthorized} …
 * @param since when it began
 * @param district the code of its district
 * @param site its site, or null
 * @param uplink what carries its data, or null
 * @param power what feeds it, or null
 * @param user the user name it is opened with, for a camera, or null
 */
public record Fault(
    String kind,
    String subject,
    String name,
    String code,
    Instant since,
    String district,
    @Nullable String site,
    @Nullable String uplink,
    @Nullable String power,
    @Nullable String user) {

  /** Says whether it can't be heard at all, as behind a broken line. */
  boolean isSilence() {
    return code.equals("offline") || code.equals("unreachable");
  }

  /** Says whether it may come from the mains. */
  boolean mayBePower() {
    return isSilence() || code.equals("mains-lost");
  }
}
