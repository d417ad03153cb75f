package io.sharpeyes.gateway.journal;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the tables show of an incident, taken from its JSON. */
final class IncidentRow {

  private final StringBuilder search = new StringBuilder(200);
  private final List<String> units = new ArrayList<>(2);
  private byte[] json = {};
  private String id = "";
  private String openedAt = "";
  private String status = "";
  private String handling = "";
  private String handlingSince = "";
  private String condition = "";
  private String district = "";
  private String site = "";
  private @Nullable String claimedAt;
  private @Nullable String disposition;
  private String text = "";

  /**
   * Takes it out of an event's data.
   *
   * @return null if the event isn't about an incident
   * @throws IOException if it is no JSON object
   */
  static @Nullable IncidentRow read(byte[] data) throws IOException {
    IncidentRow row = new IncidentRow();
    JsonMembers.read(data, row::event);
    return row.json.length == 0 ? null : row;
  }

  private void event(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "incident" -> json = in.raw(this::take);
      case "text" -> text = plain(in);
      default -> {}
    }
  }

  private void take(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "id" -> id = found(in);
      case "openedAt" -> openedAt = plain(in);
      case "status" -> status = plain(in);
      case "handling" -> handling = plain(in);
      case "handlingSince" -> handlingSince = plain(in);
      case "condition" -> condition = plain(in);
      case "owner" -> in.object(this::owner);
      case "place" -> in.object(this::place);
      case "presses" -> in.object(this::presses);
      case "assignments" -> in.list(unit -> unit.object(this::assignment));
      case "closing" -> in.object(this::closing);
      default -> {}
    }
  }

  private void owner(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "name" -> found(in);
      case "claimedAt" -> claimedAt = in.text();
      default -> {}
    }
  }

  private void place(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "site" -> site = found(in);
      case "district" -> district = plain(in);
      case "siteName", "districtName", "address" -> found(in);
      default -> {}
    }
  }

  private void presses(String name, JsonMembers in) throws IOException {
    if (name.equals("devices")) {
      in.list(device -> device.object(this::device));
    }
  }

  private void device(String name, JsonMembers in) throws IOException {
    if (name.equals("device") || name.equals("name")) {
      found(in);
    }
  }

  private void assignment(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "unit" -> units.add(plain(in));
      case "name" -> found(in);
      default -> {}
    }
  }

  private void closing(String name, JsonMembers in) throws IOException {
    switch (name) {
      case "disposition" -> disposition = in.text();
      case "category", "note", "caseNumber" -> found(in);
      default -> {}
    }
  }

  private static String plain(JsonMembers in) throws IOException {
    String text = in.text();
    return text == null ? "" : text;
  }

  /** A text by which a person may look for the incident. */
  private String found(JsonMembers in) throws IOException {
    String text = plain(in);
    search.append(text).append('\n');
    return text;
  }

  String id() {
    return id;
  }

  String openedAt() {
    return openedAt;
  }

  String status() {
    return status;
  }

  String handling() {
    return handling;
  }

  /** When it came to how it is handled, if it is handled so. */
  @Nullable String since(String word) {
    return handling.equals(word) ? handlingSince : null;
  }

  String condition() {
    return condition;
  }

  String district() {
    return district;
  }

  String site() {
    return site;
  }

  @Nullable String claimedAt() {
    return claimedAt;
  }

  @Nullable String disposition() {
    return disposition;
  }

  /** The units that were sent. */
  List<String> units() {
    return units;
  }

  /** All that a person may remember of it, in small letters. */
  String search() {
    return search.toString().toLowerCase(Locale.ROOT);
  }

  /** What the event says besides: a note. */
  String text() {
    return text;
  }

  /** The whole of it as it stands in the event. */
  byte[] json() {
    return json;
  }
}
