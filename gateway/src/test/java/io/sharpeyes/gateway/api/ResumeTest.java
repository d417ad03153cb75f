package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.journal.StoredEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Readers that are cut again and again while presses pour in miss nothing and get nothing twice. */
class ResumeTest {

  private static final int PRESSES = 1_500;
  private static final int READERS = 4;

  @TempDir Path folder;

  @Test
  void aCutStreamResumesWithoutAGapOrADouble() throws Exception {
    try (GatewayFixture gateway = new GatewayFixture(folder)) {
      CompletableFuture<Long> end = new CompletableFuture<>();
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Future<List<Long>>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        long seed = 20261122 + i;
        String user = i % 2 == 0 ? "dispatcher" : "dispatcher-east";
        String token = gateway.token(user);
        readers.add(threads.submit(() -> read(gateway.port, token, new Random(seed), end)));
      }
      press(gateway);
      List<StoredEvent> all = log(gateway);
      end.complete(all.get(all.size() - 1).sequence());
      for (int i = 0; i < READERS; i++) {
        boolean east = i % 2 == 1;
        List<Long> expected =
            all.stream()
                .filter(event -> !east || event.district().equals(County.EAST))
                .filter(event -> !event.type().equals("delivery.recorded"))
                .map(StoredEvent::sequence)
                .toList();
        assertThat(readers.get(i).get(120, TimeUnit.SECONDS)).isEqualTo(expected);
      }
      threads.shutdownNow();
    }
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
      int port, String token, Random random, CompletableFuture<Long> end) throws Exception {
    List<Long> ids = new ArrayList<>();
    int quiet = 0;
    while (!end.isDone() || quiet < 3) {
      boolean over = end.isDone();
      String after = ids.isEmpty() ? "0" : Long.toString(ids.get(ids.size() - 1));
      int enough = 1 + random.nextInt(300);
      try (DeskReader desk = DeskReader.open(port, token, after)) {
        if (over) {
          desk.await("a heartbeat after all", m -> isBeatAfter(desk, m));
        } else {
          awaitSome(desk, enough);
        }
        List<Long> got = desk.ids();
        quiet = got.isEmpty() ? quiet + 1 : 0;
        ids.addAll(got);
      }
    }
    return ids;
  }

  private static boolean isBeatAfter(
      DeskReader desk, io.vertx.core.json.JsonObject message) {
    List<Long> ids = desk.ids();
    boolean beat = "heartbeat".equals(message.getString("type"));
    return beat
        && desk.messages.indexOf(message) == desk.messages.size() - 1
        && (ids.isEmpty()
            || message.getString("last").equals(ids.get(ids.size() - 1).toString()));
  }

  private static void awaitSome(DeskReader desk, int enough) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(500);
    while (desk.stored().size() < enough && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }
}
