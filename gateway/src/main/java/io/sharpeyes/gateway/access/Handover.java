package io.sharpeyes.gateway.access;

import io.sharpeyes.gateway.incident.Actor;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What one dispatcher hands over to the next at the change of shift (交班). Until the next one
 * accepts it, everything stays with whoever handed it over.
 *
 * @param from who hands over
 * @param to who is to take it
 * @param incidents ids of the open incidents that {@code from} had when it was offered
 * @param note what the next one must know; empty if there is nothing
 * @param offeredAt when
 * @param state how it stands
 * @param moved ids of those that have changed hands; empty until it is accepted
 */
public record Handover(
    Actor from,
    Actor to,
    List<String> incidents,
    String note,
    Instant offeredAt,
    State state,
    List<String> moved) {

  /** How it stands. */
  public enum State {
    /** It waits for the next one. */
    OFFERED,
    /** The next one has it all. */
    ACCEPTED,
    /** Whoever offered it took it back, or the next one declined. */
    WITHDRAWN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the lists. */
  public Handover {
    incidents = List.copyOf(incidents);
    moved = List.copyOf(moved);
  }

  Handover accepted(List<String> changedHands) {
    return new Handover(from, to, incidents, note, offeredAt, State.ACCEPTED, changedHands);
  }

  Handover withdrawn() {
    return new Handover(from, to, incidents, note, offeredAt, State.WITHDRAWN, moved);
  }

  boolean concerns(String user) {
    return from.user().equals(user) || to.user().equals(user);
  }

  /** As {@code Handover} of openapi.yaml has it; so it stands in events, too. */
  public Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("from", from);
    members.put("to", to);
    members.put("incidents", incidents);
    members.put("note", note);
    members.put("offeredAt", offeredAt);
    members.put("state", state.wireName());
    members.put("moved", moved);
    return members;
  }

  /**
   * Reads {@link #members} back.
   *
   * @throws RuntimeException if it is none
   */
  static Handover of(JsonObject members) {
    return new Handover(
        actor(members.getJsonObject("from")),
        actor(members.getJsonObject("to")),
        words(members.getJsonArray("incidents")),
        members.getString("note"),
        members.getInstant("offeredAt"),
        State.valueOf(members.getString("state").toUpperCase(Locale.ROOT)),
        words(members.getJsonArray("moved")));
  }

  private static Actor actor(JsonObject actor) {
    return new Actor(actor.getString("user"), actor.getString("name"));
  }

  private static List<String> words(JsonArray array) {
    return array.stream().map(String.class::cast).toList();
  }
}
