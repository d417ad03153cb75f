package io.sharpeyes.gateway.journal;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
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
 * @param data the {@code data} member as JSON, UTF-8; not to be changed
 */
public record StoredEvent(
    long sequence,
    String type,
    String subject,
    Instant at,
    String district,
    @Nullable String site,
    Set<String> units,
    Buffer data) {}
