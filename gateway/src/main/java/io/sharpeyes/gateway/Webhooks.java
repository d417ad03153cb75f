package io.sharpeyes.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.push.Webhook;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.WebhookSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The systems that are told of events over HTTP. */
record Webhooks(List<Webhook> all) {

  /**
   * Makes them as the settings say. Reads their secrets; blocks.
   *
   * @throws IOException if a secret can't be read or used; the message names the key
   */
  static Webhooks make(
      Vertx vertx,
      GatewaySettings settings,
      Journal journal,
      EventHub hub,
      Supplier<Registry> registry,
      InstantSource clock,
      MeterRegistry meters)
      throws IOException {
    List<Webhook> all = new ArrayList<>();
    for (WebhookSettings one : settings.webhooks()) {
      all.add(
          new Webhook(
              vertx,
              journal,
              hub,
              registry,
              PartOptions.webhook(one, all.size()),
              settings.data().resolve("webhooks"),
              clock,
              meters));
    }
    return new Webhooks(all);
  }

  /** They go on where they were. */
  Future<Void> start() {
    return Future.join(all.stream().map(Webhook::start).toList()).mapEmpty();
  }

  /** What was not told will be told after the next start. */
  Future<Void> stop() {
    return Future.join(all.stream().map(Webhook::stop).toList()).mapEmpty();
  }
}
