package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.settings.MapSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapTilesTest {

  private static final int KIB = 1 << 10;

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final AtomicInteger asked = new AtomicInteger();
  private volatile Consumer<HttpServerRequest> answer = png(10 * KIB);
  private volatile Instant now = Instant.parse("2026-11-26T08:00:00Z");
  private HttpServer server = vertx.createHttpServer();

  @BeforeEach
  void listen() throws Exception {
    server =
        await(
            server
                .requestHandler(
                    request -> {
                      asked.incrementAndGet();
                      answer.accept(request);
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static Consumer<HttpServerRequest> png(int bytes) {
    return request ->
        request
            .response()
            .putHeader("Content-Type", "image/png")
            .end(Buffer.buffer(new byte[bytes]))
            .onFailure(gone -> {});
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
  }

  private MapTiles tiles(int cacheBytes) {
    return new MapTiles(
        vertx,
        new MapSettings.Tiles(
            "http://127.0.0.1:" + server.actualPort() + "/{z}/{x}/{y}?key=hidden",
            null,
            2,
            10,
            CoordinateSystem.WGS_84,
            cacheBytes),
        () -> now);
  }

  /** On an event loop, as desks ask: elsewhere a small answer may be over before it is read. */
  private Future<MapTiles.Tile> get(MapTiles tiles, int zoom, int column, int row) {
    return Future.future(
        asking -> loop.runOnContext(v -> tiles.get(zoom, column, row).onComplete(asking)));
  }

  private static Problem problem(Future<?> future) throws Exception {
    try {
      await(future);
    } catch (ExecutionException e) {
      return (Problem) Objects.requireNonNull(e.getCause());
    }
    throw new AssertionError("it was given");
  }

  @Test
  void emptySquaresTakeRoomToo() throws Exception {
    answer = png(0);
    MapTiles tiles = tiles(1 << 20);
    for (int square = 0; square <= 1 << 13; square++) {
      await(get(tiles, 7, square >> 7 & 63, square & 127));
    }
    assertThat(asked.get()).as("the first was let go").isEqualTo((1 << 13) + 1);
  }

  @Test
  void asksOnceForWhatSeveralDesksWant() throws Exception {
    MapTiles tiles = tiles(1 << 20);
    List<Future<MapTiles.Tile>> desks = new ArrayList<>();
    for (int desk = 0; desk < 20; desk++) {
      desks.add(get(tiles, 5, 3, 4));
    }
    for (Future<MapTiles.Tile> desk : desks) {
      assertThat(await(desk).bytes().length()).isEqualTo(10 * KIB);
    }
    await(get(tiles, 5, 3, 4));
    assertThat(asked).hasValue(1);
  }

  @Test
  void keepsNoMoreThanItMay() throws Exception {
    answer = png(300 * KIB);
    MapTiles tiles = tiles(1 << 20);
    for (int column = 0; column < 4; column++) {
      await(get(tiles, 5, column, 0));
    }
    await(get(tiles, 5, 3, 0));
    assertThat(asked).as("the newest is kept").hasValue(4);
    await(get(tiles, 5, 0, 0));
    assertThat(asked).as("the oldest went").hasValue(5);
  }

  @Test
  void showsAnOldSquareWhileThereIsNoNewer() throws Exception {
    MapTiles tiles = tiles(1 << 20);
    await(get(tiles, 5, 3, 4));
    now = now.plus(Duration.ofDays(2));
    answer = request -> request.response().setStatusCode(503).end();
    assertThat(await(get(tiles, 5, 3, 4)).bytes().length()).isEqualTo(10 * KIB);
    assertThat(asked).hasValue(2);
    answer = png(KIB);
    int length = 0;
    // The connection of the refused answer is being closed: it may take one more question with it.
    for (int question = 0; question < 100 && length != KIB; question++) {
      length = await(get(tiles, 5, 3, 4)).bytes().length();
    }
    assertThat(length).isEqualTo(KIB);
  }

  @Test
  void takesPicturesOnlyAndTellsNoKey() throws Exception {
    MapTiles tiles = tiles(1 << 20);
    List<Consumer<HttpServerRequest>> bad =
        List.of(
            request -> request.response().setStatusCode(403).end(),
            request ->
                request.response().putHeader("Content-Type", "text/html").end("<script></script>"),
            request ->
                request.response().putHeader("Content-Type", "image/svg+xml").end("<svg></svg>"),
            request -> request.response().setStatusCode(302).putHeader("Location", "/").end(),
            png(1200 * KIB),
            request -> request.connection().close());
    for (Consumer<HttpServerRequest> one : bad) {
      answer = one;
      Problem problem = problem(get(tiles, 5, 1, 1));
      assertThat(problem.status()).isEqualTo(502);
      assertThat(problem.body("/").toString()).contains("127.0.0.1").doesNotContain("hidden");
    }
    assertThat(asked).as("what failed is asked for anew").hasValue(bad.size());
  }

  @Test
  void asksForNothingThatThereIsNot() throws Exception {
    MapTiles tiles = tiles(1 << 20);
    assertThat(problem(get(tiles, 1, 0, 0)).status()).isEqualTo(404);
    assertThat(problem(get(tiles, 11, 0, 0)).status()).isEqualTo(404);
    assertThat(problem(get(tiles, 5, 32, 0)).status()).isEqualTo(404);
    assertThat(asked).hasValue(0);
  }
}
