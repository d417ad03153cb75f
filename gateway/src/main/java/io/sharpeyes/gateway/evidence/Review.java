package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The wish to look at what was kept of a closed incident. It opens nothing before a second person
 * confirms it under their own sign-in.
 *
 * @param id names it
 * @param incident of which incident
 * @param by who wants to look
 * @param requestNumber of the request that it answers
 * @param reason why
 * @param askedAt when
 * @param confirmedBy the second person; null as long as there is none
 * @param expiresAt until when it can be confirmed, or, once it is, used
 */
public record Review(
    String id,
    String incident,
    Actor by,
    String requestNumber,
    String reason,
    Instant askedAt,
    @Nullable Actor confirmedBy,
    Instant expiresAt) {

  Review confirmed(Actor second, Instant until) {
    return new Review(id, incident, by, requestNumber, reason, askedAt, second, until);
  }
}
