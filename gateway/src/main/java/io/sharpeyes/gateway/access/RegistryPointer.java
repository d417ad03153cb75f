package io.sharpeyes.gateway.access;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.RegistryDiff;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which version of the registry stands, and which changes of it are not yet in the journal.
 *
 * @param version the version's name
 * @param unannounced the changes that led to it and that nobody was told of, the oldest first
 */
record RegistryPointer(String version, List<Change> unannounced) {

  /** So many are told one by one; of more, the newest. */
  private static final int MOST_UNANNOUNCED = 100;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /** Copies the list. */
  RegistryPointer {
    unannounced = List.copyOf(unannounced);
  }

  /**
   * A change of the registry.
   *
   * @param version the version that it led to
   * @param by who made it
   * @param at when
   * @param district the code of the lowest district that holds all that changed
   * @param files the names of the files that were imported
   * @param changes how many rows of which table were added, changed and removed
   */
  record Change(
      String version,
      Actor by,
      Instant at,
      String district,
      List<String> files,
      Map<String, Counts> changes) {

    /** Copies the list. */
    Change {
      files = List.copyOf(files);
    }

    /** What its event says. */
    Map<String, Object> eventData() {
      Map<String, Object> data = new LinkedHashMap<>();
      data.put("version", version);
      data.put("by", by);
      data.put("files", files);
      data.put("changes", changes);
      return data;
    }
  }

  /** Rows of a table. */
  record Counts(int added, int changed, int removed) {}

  static Map<String, Counts> counts(RegistryDiff diff) {
    Map<String, Counts> counts = new LinkedHashMap<>();
    diff.tables()
        .forEach(
            (table, rows) ->
                counts.put(
                    table,
                    new Counts(
                        rows.added().count(), rows.changed().count(), rows.removed().count())));
    return counts;
  }

  /** The pointer after one more change. */
  RegistryPointer after(Change change) {
    List<Change> changes = new ArrayList<>(unannounced);
    changes.add(change);
    int from = Math.max(0, changes.size() - MOST_UNANNOUNCED);
    return new RegistryPointer(change.version(), changes.subList(from, changes.size()));
  }

  String toJson() throws JsonProcessingException {
    return JSON.writeValueAsString(this);
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none
   */
  static RegistryPointer ofJson(String text) throws IOException {
    return JSON.readValue(text, RegistryPointer.class);
  }
}
