package io.sharpeyes.gateway.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.AuditQuery;
import io.sharpeyes.gateway.access.AuditRow;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.registry.Camera;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells the people of a site who looked through which camera for their alarm, when and how long;
 * taken from the audit, and signed. Any thread; never blocks.
 */
public final class Receipts {

  private static final int MOST_ROWS = 10_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final Map<String, String> LOOKS =
      Map.of(
          "picture.live", "live",
          "picture.snapshot", "snapshot",
          "picture.clip", "clip",
          "export", "package");

  private final AuditLog audit;
  private final EvidenceWorkers workers;
  private final Keys keys;
  private final Supplier<Registry> registry;
  private final InstantSource clock;

  Receipts(
      AuditLog audit,
      EvidenceWorkers workers,
      Keys keys,
      Supplier<Registry> registry,
      InstantSource clock) {
    this.audit = audit;
    this.workers = workers;
    this.keys = keys;
    this.registry = registry;
    this.clock = clock;
  }

  /**
   * A receipt.
   *
   * @param document what is signed: a JSON object, to be kept to the byte
   * @param signature Ed25519
   * @param keySha256 of which key
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  public record Receipt(String document, byte[] signature, String keySha256) {}

  /**
   * Makes one. That it was made is in the audit, too.
   *
   * @param by who asked for it
   */
  public Future<Receipt> of(Incident incident, Actor by) {
    return audit
        .append(by, "receipt", incident.id(), Map.of())
        .compose(
            row ->
                workers.run(
                    () ->
                        audit.find(
                            new AuditQuery(
                                null, incident.id(), null, null, Long.MAX_VALUE, MOST_ROWS + 1))))
        .map(rows -> signed(document(incident, rows)));
  }

  private Receipt signed(ObjectNode document) {
    try {
      byte[] json = JSON.writeValueAsBytes(document);
      return new Receipt(
          new String(json, StandardCharsets.UTF_8),
          keys.signDocument(json),
          PublicKeyFile.fingerprint(keys.publicKey()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a receipt can't be written", e);
    }
  }

  private ObjectNode document(Incident incident, List<AuditRow> newestFirst) {
    ObjectNode root = JSON.createObjectNode();
    root.put("about", "receipt of a Sharp Eyes Gateway").put("format", 1);
    root.put("incident", incident.id()).put("openedAt", incident.openedAt().toString());
    root.put("site", incident.place().site()).put("siteName", incident.place().siteName());
    root.put("madeAt", clock.instant().toString());
    root.put("complete", newestFirst.size() <= MOST_ROWS);
    List<AuditRow> rows = new ArrayList<>(newestFirst);
    Collections.reverse(rows);
    looks(rows, root.putArray("looks"));
    return root;
  }

  /** A live view's row says when it began; the one at its end, how long it was. */
  private void looks(List<AuditRow> rows, ArrayNode looks) {
    Map<String, Deque<ObjectNode>> running = new HashMap<>();
    for (AuditRow row : rows) {
      JsonNode detail = detail(row);
      String grant = detail.path("grant").asText();
      String how = LOOKS.get(row.action());
      if (how != null) {
        ObjectNode look = look(row.user(), detail.path("camera").asText(""), how, row.at());
        looks.add(look);
        if (how.equals("live")) {
          running.computeIfAbsent(grant, g -> new ArrayDeque<>()).add(look);
        }
      } else if (row.action().equals("picture.live-end")) {
        ObjectNode look = running.getOrDefault(grant, new ArrayDeque<>()).poll();
        if (look != null) {
          look.put("lastedMs", detail.path("lastedMs").asLong());
        }
      }
    }
  }

  private static JsonNode detail(AuditRow row) {
    try {
      return JSON.readTree(row.detail());
    } catch (JsonProcessingException e) {
      return JSON.missingNode(); // the row still counts
    }
  }

  private ObjectNode look(String user, String camera, String how, Instant at) {
    Registry now = registry.get();
    ObjectNode look = JSON.createObjectNode();
    Person person =
        now.people().stream().filter(one -> one.user().equals(user)).findFirst().orElse(null);
    look.put("who", person == null ? user : person.name());
    if (person != null) {
      look.put("role", person.role().name().toLowerCase(Locale.ROOT));
    }
    if (!camera.isEmpty()) {
      look.put("camera", camera);
      look.put("cameraName", now.camera(camera).map(Camera::name).orElse(""));
    }
    return look.put("how", how).put("at", at.toString());
  }
}
