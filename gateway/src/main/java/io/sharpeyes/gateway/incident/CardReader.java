package io.sharpeyes.gateway.incident;

import io.sharpeyes.gateway.incident.Handling.Owner;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/** Reads alarms, area events and booked windows; members it does not know are skipped. */
final class CardReader {

  private CardReader() {}

  static Alarm alarm(JsonIn in) throws IOException {
    String id = null;
    String incident = null;
    String device = null;
    String deviceName = null;
    String press = null;
    int code = 0;
    Status status = null;
    Instant receivedAt = null;
    Instant pressedAt = null;
    boolean late = false;
    boolean silent = false;
    Place place = null;
    String text = null;
    List<String> marks = List.of();
    String raw = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "id" -> id = in.text();
        case "incident" -> incident = in.text();
        case "device" -> device = in.text();
        case "deviceName" -> deviceName = in.text();
        case "press" -> press = in.text();
        case "code" -> code = in.integer();
        case "status" -> status = in.word(Status.values(), Status::wireName);
        case "receivedAt" -> receivedAt = in.time();
        case "pressedAt" -> pressedAt = in.time();
        case "late" -> late = in.flag();
        case "silent" -> silent = in.flag();
        case "place" -> place = IncidentReader.place(in);
        case "text" -> text = in.text();
        case "marks" -> marks = in.texts();
        case "raw" -> raw = in.text();
        default -> in.skip();
      }
    }
    return new Alarm(
        in.required("id", id),
        in.required("incident", incident),
        in.required("device", device),
        in.required("deviceName", deviceName),
        press,
        code,
        in.required("status", status),
        in.required("receivedAt", receivedAt),
        pressedAt,
        late,
        silent,
        in.required("place", place),
        text,
        marks,
        raw);
  }

  static AreaEvent areaEvent(JsonIn in) throws IOException {
    String id = null;
    AreaEvent.Kind kind = null;
    Status status = null;
    Instant openedAt = null;
    Instant updatedAt = null;
    Instant endedAt = null;
    String district = null;
    String districtName = null;
    double latitude = 0;
    double longitude = 0;
    double radiusM = 0;
    int incidents = 0;
    int open = 0;
    int unclaimed = 0;
    int sites = 0;
    List<String> incidentIds = List.of();
    Owner owner = null;
    Incident.Ringing ringing = null;
    Outage outage = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "id" -> id = in.text();
        case "kind" -> kind = in.word(AreaEvent.Kind.values(), AreaEvent.Kind::wireName);
        case "status" -> status = in.word(Status.values(), Status::wireName);
        case "openedAt" -> openedAt = in.time();
        case "updatedAt" -> updatedAt = in.time();
        case "endedAt" -> endedAt = in.time();
        case "district" -> district = in.text();
        case "districtName" -> districtName = in.text();
        case "latitude" -> latitude = in.real();
        case "longitude" -> longitude = in.real();
        case "radiusM" -> radiusM = in.real();
        case "incidents" -> incidents = in.integer();
        case "open" -> open = in.integer();
        case "unclaimed" -> unclaimed = in.integer();
        case "sites" -> sites = in.integer();
        case "incidentIds" -> incidentIds = in.texts();
        case "owner" -> owner = IncidentReader.owner(in);
        case "ringing" -> ringing = IncidentReader.ringing(in);
        case "outage" -> outage = outage(in);
        default -> in.skip();
      }
    }
    return new AreaEvent(
        in.required("id", id),
        in.required("kind", kind),
        in.required("status", status),
        in.required("openedAt", openedAt),
        in.required("updatedAt", updatedAt),
        endedAt,
        in.required("district", district),
        in.required("districtName", districtName),
        latitude,
        longitude,
        radiusM,
        incidents,
        open,
        unclaimed,
        sites,
        incidentIds,
        owner,
        in.required("ringing", ringing),
        outage);
  }

  static Outage outage(JsonIn in) throws IOException {
    String key = null;
    String district = null;
    String name = null;
    double latitude = 0;
    double longitude = 0;
    int devices = 0;
    int sites = 0;
    List<String> deviceIds = List.of();
    String cause = null;
    Instant since = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "key" -> key = in.text();
        case "district" -> district = in.text();
        case "name" -> name = in.text();
        case "latitude" -> latitude = in.real();
        case "longitude" -> longitude = in.real();
        case "devices" -> devices = in.integer();
        case "sites" -> sites = in.integer();
        case "deviceIds" -> deviceIds = in.texts();
        case "cause" -> cause = in.text();
        case "since" -> since = in.time();
        default -> in.skip();
      }
    }
    return new Outage(
        in.required("key", key),
        in.required("district", district),
        in.required("name", name),
        latitude,
        longitude,
        devices,
        sites,
        deviceIds,
        in.required("cause", cause),
        in.required("since", since));
  }

  static BookedWindow window(JsonIn in) throws IOException {
    String id = null;
    Status status = null;
    List<String> devices = List.of();
    Instant from = null;
    Instant to = null;
    Actor bookedBy = null;
    Instant bookedAt = null;
    String note = null;
    BookedWindow.State state = null;
    Instant endedAt = null;
    String district = null;
    String site = null;
    List<BookedWindow.DrillPress> presses = List.of();
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "id" -> id = in.text();
        case "status" -> status = in.word(Status.values(), Status::wireName);
        case "devices" -> devices = in.texts();
        case "from" -> from = in.time();
        case "to" -> to = in.time();
        case "bookedBy" -> bookedBy = IncidentReader.actor(in);
        case "bookedAt" -> bookedAt = in.time();
        case "note" -> note = in.text();
        case "state" -> state = in.word(BookedWindow.State.values(), BookedWindow.State::wireName);
        case "endedAt" -> endedAt = in.time();
        case "district" -> district = in.text();
        case "site" -> site = in.text();
        case "presses" -> presses = in.list(CardReader::drillPress);
        default -> in.skip();
      }
    }
    return new BookedWindow(
        in.required("id", id),
        in.required("status", status),
        devices,
        in.required("from", from),
        in.required("to", to),
        in.required("bookedBy", bookedBy),
        in.required("bookedAt", bookedAt),
        in.required("note", note),
        in.required("state", state),
        endedAt,
        in.required("district", district),
        site,
        presses);
  }

  static BookedWindow.DrillPress drillPress(JsonIn in) throws IOException {
    String device = null;
    String deviceName = null;
    String alarm = null;
    String incident = null;
    Instant storedAt = null;
    Instant claimedAt = null;
    Instant dispatchedAt = null;
    Instant onSceneAt = null;
    Instant closedAt = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "device" -> device = in.text();
        case "deviceName" -> deviceName = in.text();
        case "alarm" -> alarm = in.text();
        case "incident" -> incident = in.text();
        case "storedAt" -> storedAt = in.time();
        case "claimedAt" -> claimedAt = in.time();
        case "dispatchedAt" -> dispatchedAt = in.time();
        case "onSceneAt" -> onSceneAt = in.time();
        case "closedAt" -> closedAt = in.time();
        default -> in.skip();
      }
    }
    return new BookedWindow.DrillPress(
        in.required("device", device),
        in.required("deviceName", deviceName),
        in.required("alarm", alarm),
        in.required("incident", incident),
        in.required("storedAt", storedAt),
        claimedAt,
        dispatchedAt,
        onSceneAt,
        closedAt);
  }
}
