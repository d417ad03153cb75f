package io.sharpeyes.gateway.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.gateway.correlation.CameraQuery;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.correlation.CameraState;
import io.sharpeyes.gateway.correlation.RankedCamera;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.Place;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Position;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** Which cameras an incident has to do with: those ranked at its opening, and those ranked now. */
final class CameraReach {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The opening comes first, or second after its alarm. */
  private static final int FIRST_EVENTS = 4;

  private final Journal journal;
  private final Supplier<CameraRanking> ranking;
  private final Function<String, CameraState> states;
  private final InstantSource clock;

  CameraReach(
      Journal journal,
      Supplier<CameraRanking> ranking,
      Function<String, CameraState> states,
      InstantSource clock) {
    this.journal = journal;
    this.ranking = ranking;
    this.states = states;
    this.clock = clock;
  }

  /** A camera as it was ranked. */
  record Ranked(String camera, boolean usable, boolean prerecord) {}

  /** Says whether a camera has to do with an incident. */
  Future<Boolean> covers(Incident incident, String camera) {
    boolean now = rankedNow(incident.place()).stream().anyMatch(one -> one.camera().equals(camera));
    if (now) {
      return Future.succeededFuture(true);
    }
    return journal
        .timeline(incident.id(), 0, FIRST_EVENTS)
        .map(events -> events.stream().anyMatch(event -> isRankedIn(event, camera)));
  }

  /** The cameras that may see a place, as things are now, the best first. */
  List<RankedCamera> rankedNow(Place place) {
    Double accuracyM = place.accuracyM();
    Position at = new Position(place.latitude(), place.longitude());
    CameraQuery query =
        new CameraQuery(at, accuracyM == null ? 0 : accuracyM, place.site(), clock.instant());
    return ranking.get().rank(query, states);
  }

  private static boolean isRankedIn(StoredEvent event, String camera) {
    return event.type().equals("incident.opened")
        && rankedAtOpening(event).stream().anyMatch(one -> one.camera().equals(camera));
  }

  /** The cameras in {@code incident.opened}, the best first; none if it can't be read. */
  static List<Ranked> rankedAtOpening(StoredEvent opened) {
    List<Ranked> ranked = new ArrayList<>();
    try {
      for (JsonNode one : JSON.readTree(opened.json()).path("cameras")) {
        String health = one.path("health").asText();
        boolean usable = isUsable(health);
        String camera = one.path("camera").asText();
        ranked.add(new Ranked(camera, usable, one.path("prerecord").asBoolean()));
      }
    } catch (IOException e) {
      return List.of();
    }
    return ranked;
  }

  /** What was never looked at may work. */
  static boolean isUsable(String health) {
    for (CameraHealth.Cause cause : CameraHealth.Cause.values()) {
      if (cause.wireName().equals(health)) {
        return switch (cause) {
          case OK, SLOW, CLOCK_OFF, UNKNOWN, BAD_PICTURE -> true;
          default -> false;
        };
      }
    }
    return false;
  }
}
