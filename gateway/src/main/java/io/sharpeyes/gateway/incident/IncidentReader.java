package io.sharpeyes.gateway.incident;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads incidents; members it does not know are skipped. */
final class IncidentReader {

  private IncidentReader() {}

  static Incident incident(JsonIn in) throws IOException {
    Members read = new Members();
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      if (!read.identity(member, in) && !read.state(member, in)) {
        in.skip();
      }
    }
    return read.incident(in);
  }

  static Handling.Owner owner(JsonIn in) throws IOException {
    String user = null;
    String name = null;
    Instant claimedAt = null;
    Instant staleSince = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "user" -> user = in.text();
        case "name" -> name = in.text();
        case "claimedAt" -> claimedAt = in.time();
        case "staleSince" -> staleSince = in.time();
        default -> in.skip();
      }
    }
    return new Handling.Owner(
        new Actor(in.required("user", user), in.required("name", name)),
        in.required("claimedAt", claimedAt),
        staleSince);
  }

  static Place place(JsonIn in) throws IOException {
    String site = null;
    String siteName = null;
    String siteKind = null;
    String district = null;
    String districtName = null;
    double latitude = 0;
    double longitude = 0;
    Double accuracyM = null;
    String address = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "site" -> site = in.text();
        case "siteName" -> siteName = in.text();
        case "siteKind" -> siteKind = in.text();
        case "district" -> district = in.text();
        case "districtName" -> districtName = in.text();
        case "latitude" -> latitude = in.real();
        case "longitude" -> longitude = in.real();
        case "accuracyM" -> accuracyM = in.real();
        case "address" -> address = in.text();
        default -> in.skip();
      }
    }
    return new Place(
        in.required("site", site),
        in.required("siteName", siteName),
        in.required("siteKind", siteKind),
        in.required("district", district),
        in.required("districtName", districtName),
        latitude,
        longitude,
        accuracyM,
        in.required("address", address));
  }

  static Incident.Presses presses(JsonIn in) throws IOException {
    int count = 0;
    int places = 0;
    Instant firstAt = null;
    Instant lastAt = null;
    List<Incident.PressedDevice> devices = List.of();
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "count" -> count = in.integer();
        case "places" -> places = in.integer();
        case "firstAt" -> firstAt = in.time();
        case "lastAt" -> lastAt = in.time();
        case "devices" -> devices = in.list(IncidentReader::pressedDevice);
        default -> in.skip();
      }
    }
    return new Incident.Presses(
        count, places, in.required("firstAt", firstAt), in.required("lastAt", lastAt), devices);
  }

  static Incident.PressedDevice pressedDevice(JsonIn in) throws IOException {
    String device = null;
    String name = null;
    int count = 0;
    Instant lastAt = null;
    String press = null;
    boolean restored = false;
    String feedback = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "device" -> device = in.text();
        case "name" -> name = in.text();
        case "count" -> count = in.integer();
        case "lastAt" -> lastAt = in.time();
        case "press" -> press = in.text();
        case "restored" -> restored = in.flag();
        case "feedback" -> feedback = in.text();
        default -> in.skip();
      }
    }
    return new Incident.PressedDevice(
        in.required("device", device),
        in.required("name", name),
        count,
        in.required("lastAt", lastAt),
        press,
        restored,
        in.required("feedback", feedback));
  }

  static Incident.Ringing ringing(JsonIn in) throws IOException {
    List<String> districts = List.of();
    int rung = 0;
    Instant nextAt = null;
    Instant realertAt = null;
    Instant quietUntil = null;
    List<String> forwardedTo = List.of();
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "districts" -> districts = in.texts();
        case "rung" -> rung = in.integer();
        case "nextAt" -> nextAt = in.time();
        case "realertAt" -> realertAt = in.time();
        case "quietUntil" -> quietUntil = in.time();
        case "forwardedTo" -> forwardedTo = in.texts();
        default -> in.skip();
      }
    }
    return new Incident.Ringing(districts, rung, nextAt, realertAt, quietUntil, forwardedTo);
  }

  static Incident.CancelRequest cancelRequest(JsonIn in) throws IOException {
    Instant at = null;
    String device = null;
    CancelAttempt.Pin pin = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "at" -> at = in.time();
        case "device" -> device = in.text();
        case "pin" -> pin = in.word(CancelAttempt.Pin.values(), CancelAttempt.Pin::wireName);
        default -> in.skip();
      }
    }
    return new Incident.CancelRequest(
        in.required("at", at), in.required("device", device), in.required("pin", pin));
  }

  static Incident.Links links(JsonIn in) throws IOException {
    String previous = null;
    String mergedInto = null;
    String areaEvent = null;
    List<String> merged = List.of();
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "previous" -> previous = in.text();
        case "mergedInto" -> mergedInto = in.text();
        case "areaEvent" -> areaEvent = in.text();
        case "merged" -> merged = in.texts();
        default -> in.skip();
      }
    }
    return new Incident.Links(previous, mergedInto, areaEvent, merged);
  }

  static Actor actor(JsonIn in) throws IOException {
    String user = null;
    String name = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "user" -> user = in.text();
        case "name" -> name = in.text();
        default -> in.skip();
      }
    }
    return new Actor(in.required("user", user), in.required("name", name));
  }

  static Assignment assignment(JsonIn in) throws IOException {
    String unit = null;
    String name = null;
    String phone = null;
    Assignment.State state = null;
    Instant sentAt = null;
    Instant since = null;
    Actor sentBy = null;
    boolean overdue = false;
    String note = null;
    Assignment.Recall recall = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "unit" -> unit = in.text();
        case "name" -> name = in.text();
        case "phone" -> phone = in.text();
        case "state" -> state = in.word(Assignment.State.values(), Assignment.State::wireName);
        case "sentAt" -> sentAt = in.time();
        case "since" -> since = in.time();
        case "sentBy" -> sentBy = actor(in);
        case "overdue" -> overdue = in.flag();
        case "note" -> note = in.text();
        case "recall" -> recall = recall(in);
        default -> in.skip();
      }
    }
    return new Assignment(
        in.required("unit", unit),
        in.required("name", name),
        in.required("phone", phone),
        in.required("state", state),
        in.required("sentAt", sentAt),
        in.required("since", since),
        in.required("sentBy", sentBy),
        overdue,
        note,
        recall);
  }

  private static Assignment.Recall recall(JsonIn in) throws IOException {
    Actor by = null;
    String reason = "";
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "by" -> by = actor(in);
        case "reason" -> reason = in.text();
        default -> in.skip();
      }
    }
    return new Assignment.Recall(in.required("by", by), reason);
  }

  static Handling.Closing closing(JsonIn in) throws IOException {
    Disposition disposition = null;
    String category = null;
    String note = null;
    List<String> handedTo = List.of();
    String caseNumber = null;
    String callBack = null;
    in.begin();
    for (String member = in.next(); member != null; member = in.next()) {
      switch (member) {
        case "disposition" -> disposition = in.word(Disposition.values(), Disposition::wireName);
        case "category" -> category = in.text();
        case "note" -> note = in.text();
        case "handedTo" -> handedTo = in.texts();
        case "caseNumber" -> caseNumber = in.text();
        case "callBack" -> callBack = in.text();
        default -> in.skip();
      }
    }
    return new Handling.Closing(
        in.required("disposition", disposition),
        in.required("category", category),
        in.required("note", note),
        handedTo,
        in.required("caseNumber", caseNumber),
        callBack);
  }

  /** The members of an incident as far as they have been read. */
  private static final class Members {
    private @Nullable String id;
    private long revision;
    private @Nullable Instant openedAt;
    private @Nullable Instant updatedAt;
    private @Nullable Status status;
    private int priority;
    private int code;
    private boolean quiet;
    private boolean duress;
    private boolean late;
    private @Nullable Condition condition;
    private @Nullable String handling;
    private @Nullable Instant handlingSince;
    private Handling.@Nullable Owner owner;
    private Handling.@Nullable Closing closing;
    private @Nullable Place place;
    private Incident.@Nullable Presses presses;
    private Incident.@Nullable Ringing ringing;
    private List<Assignment> assignments = List.of();
    private Incident.@Nullable CancelRequest cancelRequest;
    private Incident.Links links = Incident.Links.NONE;

    boolean identity(String member, JsonIn in) throws IOException {
      switch (member) {
        case "id" -> id = in.text();
        case "revision" -> revision = in.number();
        case "openedAt" -> openedAt = in.time();
        case "updatedAt" -> updatedAt = in.time();
        case "status" -> status = in.word(Status.values(), Status::wireName);
        case "priority" -> priority = in.integer();
        case "code" -> code = in.integer();
        case "quiet" -> quiet = in.flag();
        case "duress" -> duress = in.flag();
        case "late" -> late = in.flag();
        case "place" -> place = place(in);
        default -> {
          return false;
        }
      }
      return true;
    }

    boolean state(String member, JsonIn in) throws IOException {
      switch (member) {
        case "condition" -> condition = in.word(Condition.values(), Condition::wireName);
        case "handling" -> handling = in.text();
        case "handlingSince" -> handlingSince = in.time();
        case "owner" -> owner = IncidentReader.owner(in);
        case "closing" -> closing = IncidentReader.closing(in);
        case "presses" -> presses = IncidentReader.presses(in);
        case "ringing" -> ringing = IncidentReader.ringing(in);
        case "assignments" -> assignments = in.list(IncidentReader::assignment);
        case "cancelRequest" -> cancelRequest = IncidentReader.cancelRequest(in);
        case "links" -> links = IncidentReader.links(in);
        default -> {
          return false;
        }
      }
      return true;
    }

    Incident incident(JsonIn in) throws IOException {
      return new Incident(
          in.required("id", id),
          revision,
          in.required("openedAt", openedAt),
          in.required("updatedAt", updatedAt),
          in.required("status", status),
          priority,
          code,
          quiet,
          duress,
          late,
          in.required("condition", condition),
          handling(in),
          in.required("place", place),
          in.required("presses", presses),
          in.required("ringing", ringing),
          assignments,
          cancelRequest,
          links);
    }

    private Handling handling(JsonIn in) throws IOException {
      String state = in.required("handling", handling);
      Instant since = in.required("handlingSince", handlingSince);
      return switch (state) {
        case "new" -> new Handling.New(since);
        case "claimed" -> new Handling.Claimed(since, in.required("owner", owner));
        case "dispatched" -> new Handling.Dispatched(since, in.required("owner", owner));
        case "on-scene" -> new Handling.OnScene(since, in.required("owner", owner));
        case "closed" ->
            new Handling.Closed(
                since, in.required("owner", owner), in.required("closing", closing));
        default -> throw new IOException("unknown handling " + state);
      };
    }
  }
}
