package io.sharpeyes.gateway;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.mqtt.MqttCounters;
import io.sharpeyes.gateway.access.BearerTokens;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.evidence.EvidenceStore;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.incident.Handling;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.journal.Journal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The figures that are kept outside the parts that they are about. Base units; no device's id is
 * ever a label, so that their number stays bounded.
 */
final class GatewayMetrics {

  private GatewayMetrics() {}

  static void bind(
      MeterRegistry meters,
      Journal journal,
      List<MqttCounters> mqtt,
      CameraWatch cameras,
      DeviceWatch devices,
      InstantSource clock) {
    new JvmMemoryMetrics().bindTo(meters);
    new ProcessorMetrics().bindTo(meters);
    new FileDescriptorMetrics().bindTo(meters);
    FunctionCounter.builder("sharpeyes.log.suppressed", LogCap.class, cap -> LogCap.suppressed())
        .description("Log lines that were left out because their cause said too many")
        .register(meters);
    incidents(meters, journal, clock);
    journal(meters, journal);
    mqtt(meters, mqtt);
    Gauge.builder("sharpeyes.devices.online", devices, DeviceWatch::online)
        .description("Devices that can be heard")
        .register(meters);
    for (CameraHealth.Cause cause : CameraHealth.Cause.values()) {
      Gauge.builder("sharpeyes.cameras.by.health", cameras, watch -> watch.count(cause))
          .description("Cameras by how they are")
          .tag("health", cause.wireName())
          .register(meters);
    }
  }

  /** Who gets in, and how often somebody doesn't. */
  static void bindAccess(MeterRegistry meters, SignIn signIn) {
    Gauge.builder("sharpeyes.sessions", signIn, all -> all.sessions().count())
        .description("People's sessions")
        .register(meters);
    FunctionCounter.builder("sharpeyes.sign.in.busy", signIn, SignIn::refusedBusy)
        .description("Sign-ins refused because too many were going on")
        .register(meters);
    signIn
        .tokens()
        .ifPresent(
            tokens -> {
              FunctionCounter.builder("sharpeyes.oidc.refused", tokens, BearerTokens::refused)
                  .description("Tokens of an OpenID provider that were refused")
                  .register(meters);
              FunctionCounter.builder(
                      "sharpeyes.oidc.key.failures", tokens, BearerTokens::keyFailures)
                  .description("How often the provider's keys could not be read")
                  .register(meters);
              Gauge.builder("sharpeyes.oidc.keys", tokens, BearerTokens::keyCount)
                  .description("Keys of the OpenID provider that are known")
                  .register(meters);
            });
  }

  private static void incidents(MeterRegistry meters, Journal journal, InstantSource clock) {
    Gauge.builder("sharpeyes.incidents.open", journal, open -> open.open().size())
        .description("Open incidents")
        .register(meters);
    Gauge.builder(
            "sharpeyes.unclaimed.seconds.max",
            journal,
            open -> longestUnclaimed(open, clock.instant()))
        .description("How long the oldest unclaimed incident has waited")
        .register(meters);
  }

  private static double longestUnclaimed(Journal journal, Instant now) {
    return journal.open().stream()
        .filter(incident -> incident.handling() instanceof Handling.New)
        .map(Incident::handling)
        .mapToDouble(handling -> Duration.between(handling.since(), now).toMillis() / 1e3)
        .max()
        .orElse(0);
  }

  private static void journal(MeterRegistry meters, Journal journal) {
    Timer commit =
        Timer.builder("sharpeyes.journal.commit")
            .description("One group commit, fsync included")
            .publishPercentileHistogram()
            .maximumExpectedValue(Duration.ofSeconds(10))
            .register(meters);
    journal.stats().onBatch(batch -> commit.record(batch.commit()));
    FunctionCounter.builder("sharpeyes.journal.events", journal, j -> j.stats().events())
        .description("Events stored")
        .register(meters);
    for (String lane : journal.stats().refused().keySet()) {
      FunctionCounter.builder(
              "sharpeyes.journal.refused", journal, j -> j.stats().refused().getOrDefault(lane, 0L))
          .description("What was not taken because a lane was full")
          .tag("lane", lane)
          .register(meters);
    }
    FunctionCounter.builder("sharpeyes.journal.unstored", journal, j -> j.stats().unstored())
        .description("Presses that could not be stored; they were not acknowledged")
        .register(meters);
    Gauge.builder("sharpeyes.journal.wal.bytes", journal, j -> j.stats().walBytes())
        .description("Size of the write-ahead log")
        .register(meters);
    Gauge.builder("sharpeyes.journal.last.sequence", journal, Journal::lastSequence)
        .description("The newest event's number")
        .register(meters);
  }

  /** What is kept of pictures, and whether there is room for more. */
  static void evidence(MeterRegistry meters, EvidenceStore store, EvidenceDesk desk) {
    Gauge.builder("sharpeyes.evidence.room", store, all -> all.hasRoom() ? 1 : 0)
        .description("1 if there is room for pictures, 0 if none is stored for want of it")
        .register(meters);
    Gauge.builder("sharpeyes.disk.free.bytes", store, EvidenceStore::freeBytes)
        .description("Free space where the data folder is")
        .register(meters);
    FunctionCounter.builder("sharpeyes.evidence.stored", store, EvidenceStore::storedTotal)
        .description("Snapshots and clips stored")
        .register(meters);
    FunctionCounter.builder(
            "sharpeyes.evidence.stored.bytes", store, EvidenceStore::storedBytesTotal)
        .description("Their bytes")
        .register(meters);
    FunctionCounter.builder("sharpeyes.evidence.refused", store, EvidenceStore::refusedTotal)
        .description("Snapshots and clips not stored for want of room or because of too many")
        .register(meters);
    FunctionCounter.builder("sharpeyes.evidence.deleted", desk, EvidenceDesk::deletedTotal)
        .description("Snapshots and clips deleted because their time was over")
        .register(meters);
  }

  private static void mqtt(MeterRegistry meters, List<MqttCounters> counters) {
    Gauge.builder(
            "sharpeyes.mqtt.connections", counters, all -> sum(all, MqttCounters::connections))
        .description("MQTT connections, authenticated or not yet")
        .register(meters);
    FunctionCounter.builder(
            "sharpeyes.mqtt.reports", counters, all -> sum(all, MqttCounters::reportsTotal))
        .description("Reports received, also those that changed nothing")
        .register(meters);
    Set<String> reasons = new TreeSet<>();
    counters.forEach(one -> reasons.addAll(one.rejectedTotal().keySet()));
    for (String reason : reasons) {
      FunctionCounter.builder(
              "sharpeyes.rejected",
              counters,
              all -> sum(all, one -> one.rejectedTotal().getOrDefault(reason, 0L)))
          .description("What was refused, dropped or cut")
          .tag("reason", reason)
          .register(meters);
    }
  }

  private static double sum(List<MqttCounters> counters, ToLongFunction<MqttCounters> figure) {
    return counters.stream().mapToLong(figure).sum();
  }
}
