package io.sharpeyes.gateway.evidence;

import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an incident's events say about its evidence. Immutable.
 *
 * @param pieces what there is, in the order in which it was stored
 * @param deleted how many pieces there were that are deleted now
 * @param hold who holds it (证据保全), or null if nobody does
 */
public record EvidenceState(List<EvidencePiece> pieces, int deleted, @Nullable Hold hold) {

  static final String STORED = "evidence.stored";
  static final String DELETED = "evidence.deleted";
  static final String HELD = "evidence.held";
  static final String RELEASED = "evidence.hold-released";

  /** How the types of these events begin. */
  static final String FAMILY = "evidence.";

  /** Copies the list. */
  public EvidenceState {
    pieces = List.copyOf(pieces);
  }

  /**
   * A hold.
   *
   * @param by who
   * @param reason why
   * @param since when
   */
  public record Hold(Actor by, String reason, Instant since) {}

  /** Says whether nothing of it may be deleted. */
  public boolean isHeld() {
    return hold != null;
  }

  /**
   * Reads it off an incident's events, in their order; others than those of evidence are skipped.
   */
  static EvidenceState of(List<StoredEvent> events) {
    Map<String, EvidencePiece> pieces = new LinkedHashMap<>();
    int deleted = 0;
    Hold hold = null;
    for (StoredEvent event : events) {
      switch (event.type()) {
        case STORED -> {
          EvidencePiece piece = piece(event.data().toJsonObject());
          pieces.put(piece.file(), piece);
        }
        case DELETED -> {
          for (Object gone : event.data().toJsonObject().getJsonArray("files", new JsonArray())) {
            deleted += pieces.remove(((JsonObject) gone).getString("file")) == null ? 0 : 1;
          }
        }
        case HELD -> hold = hold(event);
        case RELEASED -> hold = null;
        default -> {}
      }
    }
    return new EvidenceState(List.copyOf(pieces.values()), deleted, hold);
  }

  private static Hold hold(StoredEvent event) {
    JsonObject data = event.data().toJsonObject();
    JsonObject by = data.getJsonObject("by");
    return new Hold(
        new Actor(by.getString("user"), by.getString("name")),
        data.getString("reason"),
        event.at());
  }

  private static EvidencePiece piece(JsonObject data) {
    return new EvidencePiece(
        data.getString("incident"),
        data.getString("camera"),
        EvidencePiece.Kind.of(data.getString("kind")),
        data.getString("file"),
        data.getString("sha256"),
        data.getLong("bytes"),
        data.getString("mediaType"),
        Instant.parse(data.getString("from")),
        Instant.parse(data.getString("to")));
  }
}
