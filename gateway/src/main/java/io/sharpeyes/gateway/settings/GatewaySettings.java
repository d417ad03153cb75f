package io.sharpeyes.gateway.settings;

import io.sharpeyes.gateway.health.HealthSettings;
import io.sharpeyes.gateway.incident.CorrelationSettings;
import io.sharpeyes.gateway.journal.JournalSettings;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All settings: one record for each group of keys, every key with a default. {@code
 * config/gateway.yaml} is the annotated reference. Immutable.
 *
 * @param data the folder of everything that is stored
 * @param registry the folder of registry files that is read on the first start
 * @param coordinates in which the places in those files are written
 * @param zone whose days number the incidents, and in which times are shown in reports
 * @param http console, API and event stream
 * @param mqtt devices
 * @param journal the durable log
 * @param correlation what belongs to a press
 * @param response who comes, and how soon somebody must answer
 * @param video cameras and their pictures
 * @param health when something counts as failed
 * @param retention how long things are kept
 * @param access who gets in
 * @param map what the console's map is drawn on
 * @param webhooks systems that are told of events
 */
public record GatewaySettings(
    Path data,
    Path registry,
    CoordinateSystem coordinates,
    ZoneId zone,
    HttpSettings http,
    MqttSettings mqtt,
    JournalGroup journal,
    CorrelationGroup correlation,
    ResponseGroup response,
    VideoSettings video,
    HealthSettings health,
    RetentionSettings retention,
    AccessSettings access,
    MapSettings map,
    List<WebhookSettings> webhooks) {

  /** What stands in {@code config/gateway.yaml}. */
  public static final GatewaySettings DEFAULT =
      new GatewaySettings(
          Path.of("data"),
          Path.of("registry"),
          CoordinateSystem.WGS_84,
          ZoneId.of("Asia/Shanghai"),
          HttpSettings.DEFAULT,
          MqttSettings.DEFAULT,
          JournalGroup.DEFAULT,
          CorrelationGroup.DEFAULT,
          ResponseGroup.DEFAULT,
          VideoSettings.DEFAULT,
          HealthSettings.DEFAULT,
          RetentionSettings.DEFAULT,
          AccessSettings.DEFAULT,
          MapSettings.DEFAULT,
          List.of());

  private static final long MOST_FILE_BYTES = 1 << 20;

  /** Checks what concerns several groups. */
  public GatewaySettings {
    webhooks = List.copyOf(webhooks);
    if (webhooks.stream().anyMatch(webhook -> webhook.url().isEmpty())) {
      throw new IllegalArgumentException("webhooks has one without url, must be all with a url");
    }
    if (webhooks.stream().anyMatch(webhook -> webhook.secretFile() == null)) {
      throw new IllegalArgumentException(
          "webhooks has one without secretFile, must be all with one: what is told is signed");
    }
  }

  /**
   * What reading settings gave.
   *
   * @param settings the settings; empty if there is a problem
   * @param best the settings with defaults where there is a problem; only to look for more problems
   * @param problems all that is wrong
   * @param warnings what was passed over
   */
  public record Reading(
      Optional<GatewaySettings> settings,
      GatewaySettings best,
      List<SettingsProblem> problems,
      List<String> warnings) {

    /** Copies the lists. */
    public Reading {
      problems = List.copyOf(problems);
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * Reads a file; over it the environment, over that the command line. Relative paths in the file
   * and defaults are relative to its folder, others to the working directory. Blocks on the disk.
   *
   * @param environment {@code SHARPEYES_MQTT_PORT} for {@code mqtt.port}, and so on
   * @param options {@code mqtt.port} and so on
   */
  public static Reading load(
      Path file, Map<String, String> environment, Map<String, String> options) {
    List<SettingsProblem> problems = new ArrayList<>();
    String name = String.valueOf(file.getFileName());
    Path folder = file.toAbsolutePath().getParent();
    SettingNode root = new YamlSettings(name, folder, problems).read(text(file, problems));
    GatewaySettings usual = folder == null ? DEFAULT : DEFAULT.relativeTo(folder);
    return bind(root, usual, environment, options, problems);
  }

  private GatewaySettings relativeTo(Path folder) {
    return new GatewaySettings(
        folder.resolve(data),
        folder.resolve(registry),
        coordinates,
        zone,
        http,
        mqtt,
        journal,
        correlation,
        response,
        video,
        health,
        retention,
        access.relativeTo(folder),
        map,
        webhooks);
  }

  /** Takes the defaults; over them the environment, over that the command line. */
  public static Reading defaults(Map<String, String> environment, Map<String, String> options) {
    SettingNode.Origin nowhere = new SettingNode.Origin("defaults", null);
    return bind(SettingNode.group(nowhere), DEFAULT, environment, options, new ArrayList<>());
  }

  private static Reading bind(
      SettingNode root,
      GatewaySettings usual,
      Map<String, String> environment,
      Map<String, String> options,
      List<SettingsProblem> problems) {
    Set<String> keys = SettingKeys.of(GatewaySettings.class).keySet();
    SettingSources sources = new SettingSources(root, keys, problems);
    sources.environment(environment);
    sources.commandLine(options);
    GatewaySettings settings = new SettingsBinder(problems).bind(root, usual);
    return new Reading(
        problems.isEmpty() ? Optional.of(settings) : Optional.empty(),
        settings,
        problems,
        sources.warnings());
  }

  private static String text(Path file, List<SettingsProblem> problems) {
    String fault;
    try {
      if (Files.size(file) <= MOST_FILE_BYTES) {
        return Files.readString(file);
      }
      fault = "it is over 1 MiB long";
    } catch (CharacterCodingException e) {
      fault = "it is not UTF-8";
    } catch (IOException e) {
      fault = "it can't be read (" + e.getClass().getSimpleName() + ")";
    }
    problems.add(
        new SettingsProblem(file.toString(), "", fault, "Is this the file with the settings?"));
    return "";
  }

  /**
   * The files that the settings name and that can't be read. The key file isn't among them: it is
   * made when it is needed.
   */
  public List<SettingsProblem> missingFiles() {
    Map<String, @Nullable Path> files = new LinkedHashMap<>();
    files.put("http.tls.certificate", http.tls().certificate());
    files.put("http.tls.key", http.tls().key());
    files.put("mqtt.tls.certificate", mqtt.tls().certificate());
    files.put("mqtt.tls.key", mqtt.tls().key());
    files.put("mqtt.tls.clientCa", mqtt.tls().clientCa());
    files.put("mqtt.tls.clientCrl", mqtt.tls().clientCrl());
    files.put("mqtt.bridge.passwordFile", mqtt.bridge().passwordFile());
    files.put("mqtt.bridge.trust", mqtt.bridge().trust());
    files.put("video.trust", video.trust());
    files.put("access.oidc.jwksFile", access.oidc().jwksFile());
    files.put("access.oidc.trust", access.oidc().trust());
    for (int i = 0; i < webhooks.size(); i++) {
      files.put("webhooks[" + i + "].secretFile", webhooks.get(i).secretFile());
    }
    List<SettingsProblem> problems = new ArrayList<>();
    files.forEach(
        (key, file) -> {
          if (file != null && !Files.isReadable(file)) {
            problems.add(
                new SettingsProblem(
                    file.toString(), key, "the file can't be read", "Is the path right?"));
          }
        });
    return problems;
  }

  /** How presses become incidents, with the zone filled in. */
  public CorrelationSettings incidentSettings() {
    CorrelationSettings written = correlation.incidents();
    return new CorrelationSettings(
        written.joinWithin(),
        written.systemJoinWithin(),
        written.pressKnownFor(),
        written.lateAfter(),
        written.retainedFreshFor(),
        written.areaSites(),
        written.areaRadiusM(),
        written.areaWithin(),
        written.maxOpenIncidents(),
        written.knownPressesPerDevice(),
        written.knownPresses(),
        written.longestWindow(),
        zone);
  }

  /** The journal's settings with folder and retention filled in. */
  public JournalSettings journalSettings() {
    JournalSettings bounds = journal.bounds();
    return new JournalSettings(
        data.resolve("journal"),
        bounds.alarmLane(),
        bounds.commandLane(),
        bounds.eventLane(),
        bounds.readQueue(),
        bounds.walLimitBytes(),
        bounds.reserveBytes(),
        bounds.snapshotEvents(),
        bounds.snapshotEvery(),
        retention.log());
  }
}
