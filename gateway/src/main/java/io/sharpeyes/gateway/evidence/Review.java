package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
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

  /** As {@code Review} of openapi.yaml has it; so it stands in events, too. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("review", id);
    members.put("incident", incident);
    members.put("by", by);
    members.put("requestNumber", requestNumber);
    members.put("reason", reason);
    members.put("askedAt", askedAt);
    members.put("expiresAt", expiresAt);
    members.put("state", confirmedBy == null ? "waiting" : "confirmed");
    if (confirmedBy != null) {
      members.put("confirmedBy", confirmedBy);
    }
    return members;
  }

  /**
   * Reads {@link #members} back.
   *
   * @throws RuntimeException if it is none
   */
  static Review of(JsonObject members) {
    JsonObject second = members.getJsonObject("confirmedBy");
    return new Review(
        members.getString("review"),
        members.getString("incident"),
        actor(members.getJsonObject("by")),
        members.getString("requestNumber"),
        members.getString("reason"),
        members.getInstant("askedAt"),
        second == null ? null : actor(second),
        members.getInstant("expiresAt"));
  }

  private static Actor actor(JsonObject actor) {
    return new Actor(actor.getString("user"), actor.getString("name"));
  }
}
