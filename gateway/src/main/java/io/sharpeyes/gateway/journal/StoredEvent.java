package io.sharpeyes.gateway.journal;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event in the log.
 *
 * @param sequence its number: rising by 1, from 1
 * @param type the CloudEvents type
 * @param subject what it is about
 * @param at when it happened, by the gateway's clock
 * @param district the code of the district whose people may see it
 * @param site the site whose people may see it too, or null
 * @param units the units whose people may see it too
 * @param json the {@code data} member as JSON, UTF-8; shared by all who read it, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // a copy for each reader would be garbage
public record StoredEvent(
    long sequence,
    String type,
    String subject,
    Instant at,
    String district,
    @Nullable String site,
    Set<String> units,
    byte[] json) {

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredEvent that
        && sequence == that.sequence
        && type.equals(that.type)
        && subject.equals(that.subject)
        && at.equals(that.at)
        && district.equals(that.district)
        && Objects.equals(site, that.site)
        && units.equals(that.units)
        && Arrays.equals(json, that.json);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(sequence);
  }

  /** A copy of {@link #json}. */
  public Buffer data() {
    return Buffer.buffer(json);
  }
}
