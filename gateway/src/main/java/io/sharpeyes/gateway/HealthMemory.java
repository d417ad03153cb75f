package io.sharpeyes.gateway;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.CameraHealth.Cause;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceHealth;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.journal.Tables;
import io.vertx.core.Future;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the watches back what the log has last of each device and camera, so that after a restart
 * an old fault keeps its beginning and isn't told anew.
 */
final class HealthMemory {

  private static final Logger log = LoggerFactory.getLogger(HealthMemory.class);
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .addModule(new SimpleModule().addDeserializer(Cause.class, new CauseReader()))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** Reads a cause by its word. */
  private static final class CauseReader extends StdDeserializer<Cause> {
    private static final long serialVersionUID = 1;

    CauseReader() {
      super(Cause.class);
    }

    @Override
    public Cause deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      String word = parser.getText();
      return Arrays.stream(Cause.values())
          .filter(cause -> cause.wireName().equals(word) || cause.name().equals(word))
          .findFirst()
          .orElse(Cause.UNKNOWN);
    }
  }

  private final Tables tables;
  private final DeviceWatch devices;
  private final CameraWatch cameras;
  private final InstantSource clock;

  HealthMemory(Tables tables, DeviceWatch devices, CameraWatch cameras, InstantSource clock) {
    this.tables = tables;
    this.devices = devices;
    this.cameras = cameras;
    this.clock = clock;
  }

  /** Fails while the tables have not come so far; then it can be asked again. */
  Future<Void> recall() {
    Future<?> deviceHealth = tables.latest(Tables.DEVICE_HEALTH).onSuccess(this::devices);
    Future<?> cameraHealth =
        tables
            .latest(Tables.CAMERA_DESCRIPTION)
            .compose(
                described ->
                    tables
                        .latest(Tables.CAMERA_HEALTH)
                        .onSuccess(health -> cameras(described, health)));
    return Future.all(deviceHealth, cameraHealth).mapEmpty();
  }

  private void devices(List<StoredEvent> latest) {
    for (StoredEvent event : latest) {
      try {
        JsonNode health = data(event).path("health");
        devices.resume(JSON.treeToValue(health, DeviceHealth.class), clock.instant());
      } catch (IOException | IllegalArgumentException unreadable) {
        passOver(event, unreadable);
      }
    }
  }

  private void cameras(List<StoredEvent> described, List<StoredEvent> health) {
    Map<String, CameraDescription> descriptions = new HashMap<>();
    for (StoredEvent event : described) {
      try {
        descriptions.put(
            event.subject(), JSON.treeToValue(data(event).path("after"), CameraDescription.class));
      } catch (IOException | IllegalArgumentException unreadable) {
        passOver(event, unreadable);
      }
    }
    Map<String, CameraHealth> faults = new HashMap<>();
    for (StoredEvent event : health) {
      try {
        JsonNode told = data(event).path("health");
        if (told.isObject()) {
          faults.put(event.subject(), JSON.treeToValue(told, CameraHealth.class));
        }
      } catch (IOException | IllegalArgumentException unreadable) {
        passOver(event, unreadable);
      }
    }
    cameras.resume(descriptions, faults);
  }

  private static JsonNode data(StoredEvent event) throws IOException {
    try {
      return JSON.readTree(event.json());
    } catch (JsonProcessingException e) {
      throw new IOException("its data is no JSON", e);
    }
  }

  private static void passOver(StoredEvent event, Exception unreadable) {
    log.atWarn()
        .addKeyValue("sequence", event.sequence())
        .addKeyValue("type", event.type())
        .addKeyValue("cause", unreadable.getMessage())
        .log("an event about health can't be read; passed over");
  }
}
