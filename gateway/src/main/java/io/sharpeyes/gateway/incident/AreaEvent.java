package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;
import io.sharpeyes.gateway.incident.Handling.Owner;
import io.sharpeyes.gateway.registry.Position;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An area event: many sites at once; one card, one sound, one claim, one escalation over its
 * incidents. It never closes them; it ends when all are closed. Immutable.
 *
 * @param id {@code A-20261122-0001}
 * @param kind what it is made of
 * @param status what its incidents count as
 * @param openedAt when it began
 * @param updatedAt when it last changed
 * @param endedAt when it ended, or null
 * @param district the code of the smallest district that holds all of it
 * @param districtName its name
 * @param latitude its middle, WGS 84
 * @param longitude likewise
 * @param radiusM how far from the middle the farthest of its incidents is
 * @param incidents how many incidents joined it
 * @param open how many of them are open
 * @param unclaimed how many of them nobody has
 * @param sites how many sites they are of
 * @param incidentIds the first 100 of them
 * @param owner who claimed it last, or null
 * @param ringing where it sounds
 * @param outage what is silent; null unless its kind is {@link Kind#OUTAGE}
 */
public record AreaEvent(
    String id,
    Kind kind,
    Status status,
    Instant openedAt,
    Instant updatedAt,
    @Nullable Instant endedAt,
    String district,
    String districtName,
    double latitude,
    double longitude,
    double radiusM,
    int incidents,
    int open,
    int unclaimed,
    int sites,
    List<String> incidentIds,
    @Nullable Owner owner,
    Incident.Ringing ringing,
    @Nullable Outage outage) {

  /** How many incidents are named. */
  public static final int NAMED_INCIDENTS = 100;

  /** Copies the list. */
  public AreaEvent {
    incidentIds = List.copyOf(incidentIds);
  }

  /** What an area event is made of. */
  public enum Kind {
    /** Presses at many sites. */
    PRESSES("presses"),
    /** Many devices that fell silent. */
    OUTAGE("outage");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** The word in JSON. */
    @JsonValue
    public String wireName() {
      return wireName;
    }
  }

  /** Says whether it goes on. */
  public boolean isOn() {
    return endedAt == null;
  }

  /** The same with one more incident. */
  AreaEvent grown(
      String inDistrict,
      String nameOfDistrict,
      Position middle,
      double radius,
      int siteCount,
      List<String> named) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        updatedAt,
        endedAt,
        inDistrict,
        nameOfDistrict,
        middle.latitude(),
        middle.longitude(),
        radius,
        incidents + 1,
        open,
        unclaimed,
        siteCount,
        named,
        owner,
        ringing,
        outage);
  }

  AreaEvent counted(int openNow, int unclaimedNow, Instant at) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        at,
        endedAt,
        district,
        districtName,
        latitude,
        longitude,
        radiusM,
        incidents,
        openNow,
        unclaimedNow,
        sites,
        incidentIds,
        owner,
        ringing,
        outage);
  }

  AreaEvent with(Incident.Ringing other, Instant at) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        at,
        endedAt,
        district,
        districtName,
        latitude,
        longitude,
        radiusM,
        incidents,
        open,
        unclaimed,
        sites,
        incidentIds,
        owner,
        other,
        outage);
  }

  /** The same in a person's hands; nothing rings any more. */
  AreaEvent claimed(Actor by, Instant at) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        at,
        endedAt,
        district,
        districtName,
        latitude,
        longitude,
        radiusM,
        incidents,
        open,
        unclaimed,
        sites,
        incidentIds,
        new Owner(by, at, null),
        ringing.answered(),
        outage);
  }

  AreaEvent with(Outage other, Instant at) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        at,
        endedAt,
        district,
        districtName,
        other.latitude(),
        other.longitude(),
        radiusM,
        incidents,
        open,
        unclaimed,
        other.sites(),
        incidentIds,
        owner,
        ringing,
        other);
  }

  AreaEvent ended(Instant at) {
    return new AreaEvent(
        id,
        kind,
        status,
        openedAt,
        at,
        at,
        district,
        districtName,
        latitude,
        longitude,
        radiusM,
        incidents,
        open,
        unclaimed,
        sites,
        incidentIds,
        owner,
        ringing.answered(),
        outage);
  }
}
