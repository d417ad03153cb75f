package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.settings.MapSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Squares of the map from the tile server of the settings. The gateway fetches them, so that a
 * desk's browser asks nobody but the gateway: the tile server learns neither which desk looks where
 * nor the desks' addresses, desks need no way out, and the content policy stays as strict as it is.
 * A bounded number is kept; an old square is shown while there is no newer one. Any thread.
 */
final class MapTiles {

  private static final Logger log = LoggerFactory.getLogger(MapTiles.class);

  private static final int MOST_BYTES = 1 << 20;

  /** What an entry takes beside its bytes: of empty squares there would be no bound else. */
  private static final int ENTRY_BYTES = 256;

  private static final int AT_ONCE = 6;
  private static final int MOST_WAITING = 256;
  private static final long TIMEOUT_MS = 8_000;
  private static final Duration FRESH_FOR = Duration.ofDays(1);
  private static final Set<String> MEDIA_TYPES = Set.of("image/png", "image/jpeg", "image/webp");

  /** A square as the tile server gave it. */
  record Tile(String mediaType, Buffer bytes, Instant readAt) {
    int room() {
      return bytes.length() + ENTRY_BYTES;
    }
  }

  private final MapSettings.Tiles settings;
  private final InstantSource clock;
  private final HttpClient client;
  private final Map<String, Future<Tile>> asked = new LinkedHashMap<>();
  private final Map<String, Tile> kept = new LinkedHashMap<>(64, 0.75f, true);
  private long keptBytes;

  MapTiles(Vertx vertx, MapSettings.Tiles settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
    this.client =
        vertx.createHttpClient(
            new PoolOptions().setHttp1MaxSize(AT_ONCE).setMaxWaitQueueSize(MOST_WAITING));
  }

  /**
   * A square.
   *
   * @return fails with {@link Problem} if there is none, or the tile server doesn't give it
   */
  Future<Tile> get(int zoom, int column, int row) {
    String name = zoom + "/" + column + "/" + row;
    int side = 1 << zoom;
    boolean served = settings.url() != null && column < side && row < side;
    if (!served || zoom < settings.minZoom() || zoom > settings.maxZoom()) {
      return Future.failedFuture(Problem.notFound("map square", name));
    }
    Tile known = known(name);
    if (known != null && known.readAt().plus(FRESH_FOR).isAfter(clock.instant())) {
      return Future.succeededFuture(known);
    }
    Future<Tile> fetched = fetchOnce(name, settings.address(zoom, column, row));
    return known == null ? fetched : fetched.otherwise(known);
  }

  private synchronized @Nullable Tile known(String name) {
    return kept.get(name);
  }

  /** Desks that look at the same place wait for the same answer. */
  private synchronized Future<Tile> fetchOnce(String name, String address) {
    Future<Tile> running = asked.get(name);
    if (running != null) {
      return running;
    }
    Promise<Tile> answer = Promise.promise();
    asked.put(name, answer.future());
    fetch(address)
        .onComplete(
            done -> {
              if (done.succeeded()) {
                keep(name, done.result());
              } else {
                forget(name);
              }
            })
        .recover(failure -> Future.failedFuture(problem(name, failure)))
        .onComplete(answer);
    return answer.future();
  }

  private Future<Tile> fetch(String address) {
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(address)
            .setFollowRedirects(false)
            .setTimeout(TIMEOUT_MS)
            .putHeader("User-Agent", "sharp-eyes-gateway");
    return client.request(request).compose(HttpClientRequest::send).compose(this::tile);
  }

  private Future<Tile> tile(HttpClientResponse response) {
    String mediaType = mediaType(response);
    if (response.statusCode() != 200 || !MEDIA_TYPES.contains(mediaType)) {
      response.exceptionHandler(reset -> log.debug("the rest of an answer was refused"));
      response.request().reset();
      return Future.failedFuture("it answered " + response.statusCode() + " " + mediaType);
    }
    Promise<Tile> whole = Promise.promise();
    Buffer read = Buffer.buffer();
    response
        .handler(
            part -> {
              read.appendBuffer(part);
              if (read.length() > MOST_BYTES && whole.tryFail("a square is over 1 MiB")) {
                response.request().reset();
              }
            })
        .exceptionHandler(whole::tryFail)
        .endHandler(end -> whole.tryComplete(new Tile(mediaType, read, clock.instant())));
    return whole.future();
  }

  private static String mediaType(HttpClientResponse response) {
    String written = response.getHeader("Content-Type");
    return written == null ? "" : written.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
  }

  private synchronized void keep(String name, Tile tile) {
    asked.remove(name);
    Tile before = kept.put(name, tile);
    keptBytes += tile.room() - (before == null ? 0 : before.room());
    Iterator<Tile> oldest = kept.values().iterator();
    while (keptBytes > settings.cacheBytes() && oldest.hasNext()) {
      keptBytes -= oldest.next().room();
      oldest.remove();
    }
  }

  private synchronized void forget(String name) {
    asked.remove(name);
  }

  /** The address is not told: there may be a key in it. */
  private Problem problem(String name, Throwable failure) {
    String host = URI.create(settings.address(0, 0, 0)).getHost();
    log.atWarn()
        .addKeyValue("host", host)
        .addKeyValue("square", name)
        .addKeyValue("cause", failure.getMessage())
        .log("the tile server gave no square; the map is drawn without it");
    return new Problem(
        502,
        "tile-server",
        "The tile server gave no square of the map",
        "Square " + name + " could not be had from " + host + ".",
        "Look at map.tiles.url in the settings, and whether the gateway reaches that server.");
  }
}
