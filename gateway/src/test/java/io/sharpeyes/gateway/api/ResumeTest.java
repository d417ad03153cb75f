package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.journal.StoredEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers that are cut again and again while presses pour in miss nothing and get nothing twice.
 */
class ResumeTest {

  private static final int PRESSES = 1_500;
  private static final int READERS = 4;

  @Test
  void aCutStreamResumesWithoutAGapOrADouble(@TempDir Path folder) throws Exception {
    try (GatewayFixture gateway = new GatewayFixture(folder)) {
      ExecutorService threads = Executors.newCachedThreadPool();
      CompletableFuture<List<StoredEvent>> log = new CompletableFuture<>();
      List<Future<?>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long seed = 20261122L + i;
        boolean east = i % 2 == 1;
        String token = gateway.token(east ? "dispatcher-east" : "dispatcher");
        CompletableFuture<List<Long>> expected = log.thenApply(all -> visible(all, east));
        readers.add(
            threads.submit(
                () -> {
                  List<Long> read = read(gateway.port, token, new Random(seed), expected);
                  assertSame(read, expected.get());
                  return null;
                }));
      }
      press(gateway);
      log.complete(log(gateway));
      for (Future<?> reader : readers) {
        reader.get(120, TimeUnit.SECONDS);
      }
      threads.shutdownNow();
    }
  }

  private static List<Long> visible(List<StoredEvent> all, boolean east) {
    return all.stream()
        .filter(event -> !east || event.district().equals(County.EAST))
        .map(StoredEvent::sequence)
        .toList();
  }

  private static void assertSame(List<Long> read, List<Long> expected) {
    List<Long> missing = new ArrayList<>(expected);
    missing.removeAll(new HashSet<>(read));
    List<Long> surplus = new ArrayList<>(read);
    surplus.removeAll(new HashSet<>(expected));
    assertThat(missing).as("never came").isEmpty();
    assertThat(surplus).as("should not have come").isEmpty();
    assertThat(read).as("in order, each once").isEqualTo(expected);
  }

  /** Presses with some in flight, so that commits bring several events. */
  private static void press(GatewayFixture gateway) throws Exception {
    List<io.vertx.core.Future<?>> inFlight = new ArrayList<>();
    for (int i = 0; i < PRESSES; i++) {
      String town = i % 2 == 0 ? "east" : "west";
      String button = "button-" + town + "-" + (1 + i / 2 % County.SITES_IN_TOWN);
      inFlight.add(gateway.raise(GatewayFixture.bare(button), null));
      if (inFlight.size() == 20) {
        GatewayFixture.await(io.vertx.core.Future.all(inFlight));
        inFlight.clear();
      }
    }
    GatewayFixture.await(io.vertx.core.Future.all(inFlight));
  }

  private static List<StoredEvent> log(GatewayFixture gateway) throws Exception {
    List<StoredEvent> all = new ArrayList<>();
    List<StoredEvent> page = List.of();
    do {
      long after = all.isEmpty() ? 0 : all.get(all.size() - 1).sequence();
      page = GatewayFixture.await(gateway.journal.read(after, 500));
      all.addAll(page);
    } while (!page.isEmpty());
    // The ledger is written later, and nobody gets it.
    all.removeIf(event -> event.type().equals("delivery.recorded"));
    return all;
  }

  /** Reads, is cut at a random moment, comes back; until it has the last event it may see. */
  private static List<Long> read(
      int port, String token, Random random, CompletableFuture<List<Long>> expected)
      throws Exception {
    List<Long> ids = new ArrayList<>();
    while (!expected.isDone() || newest(ids) < newest(expected.get())) {
      int enough = 1 + random.nextInt(400);
      try (DeskReader desk = DeskReader.open(port, token, Long.toString(newest(ids)))) {
        awaitSome(desk, enough);
        ids.addAll(desk.ids());
      }
    }
    return ids;
  }

  private static long newest(List<Long> ids) {
    return ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
  }

  /** Until there are enough, or nothing more has come for a moment. */
  private static void awaitSome(DeskReader desk, int enough) throws InterruptedException {
    for (int patience = 0, before = 0; desk.messages.size() < enough && patience < 50; patience++) {
      TimeUnit.MILLISECONDS.sleep(10);
      int now = desk.messages.size();
      patience = now > before ? 0 : patience;
      before = now;
    }
  }
}
