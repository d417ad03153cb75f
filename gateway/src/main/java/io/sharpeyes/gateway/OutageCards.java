package io.sharpeyes.gateway;

import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.HealthSettings;
import io.sharpeyes.gateway.health.OutageWatch;
import io.sharpeyes.gateway.incident.AreaEvent;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.registry.Registry;
import java.util.Objects;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts a village that goes dark before the desks as one card. Belongs to one event loop. */
final class OutageCards {

  private static final Logger log = LoggerFactory.getLogger(OutageCards.class);
  private static final int TICKS = 5;

  private final Journal journal;
  private final DeviceWatch devices;
  private final Supplier<Registry> registry;
  private final OutageWatch watch;
  private boolean known;
  private int ticks;

  OutageCards(
      Journal journal, DeviceWatch devices, Supplier<Registry> registry, HealthSettings settings) {
    this.journal = journal;
    this.devices = devices;
    this.registry = registry;
    this.watch = new OutageWatch(settings);
  }

  /** What was dark before a restart is known again: from now on it is looked for. */
  void begin() {
    journal.areaEvents().stream()
        .map(AreaEvent::outage)
        .filter(Objects::nonNull)
        .forEach(watch::resume);
    known = true;
  }

  /** To be called every second; looks every few seconds. */
  void tick() {
    if (known && ++ticks % TICKS == 0) {
      watch.look(
          registry.get(),
          devices::health,
          outage -> journal.outage(outage).onFailure(failure -> notTold(outage.key(), failure)),
          (key, last) -> journal.outageOver(key).onFailure(failure -> notTold(key, failure)));
    }
  }

  private static void notTold(String outage, Throwable failure) {
    log.atWarn()
        .addKeyValue("outage", outage)
        .addKeyValue("cause", failure.getMessage())
        .log("an outage could not be put before the desks");
  }
}
