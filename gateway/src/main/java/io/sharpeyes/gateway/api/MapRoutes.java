package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.settings.MapSettings;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the console's map is drawn on. Without the internet: GeoJSON files (WGS 84) in the folder
 * {@code map} of the registry folder; which layers there are the contract lists, and a layer
 * without a file is none. Over them the squares of a tile server, if the settings name one.
 */
final class MapRoutes {

  private static final long MOST_BYTES = 16 << 20;

  private final HttpParts parts;
  private final MapTiles tiles;

  MapRoutes(HttpParts parts) {
    this.parts = parts;
    this.tiles = new MapTiles(parts.vertx(), parts.tiles(), parts.clock());
  }

  Future<Answer> ground(Call call) {
    MapSettings.Tiles settings = parts.tiles();
    if (settings.url() == null) {
      return Future.succeededFuture(Answer.json(Map.of()));
    }
    Map<String, Object> told = new LinkedHashMap<>();
    told.put("attribution", settings.attribution());
    told.put("minZoom", settings.minZoom());
    told.put("maxZoom", settings.maxZoom());
    told.put("coordinates", settings.coordinates().wireName());
    return Future.succeededFuture(Answer.json(Map.of("tiles", told)));
  }

  Future<Answer> tile(Call call) {
    return tiles
        .get(call.whole("zoom"), call.whole("column"), call.whole("row"))
        .map(tile -> Answer.image(tile.mediaType(), tile.bytes()));
  }

  Future<Answer> layer(Call call) {
    String layer = call.text("layer");
    Path file = parts.maps().resolve(layer + ".geojson");
    return parts.vertx().executeBlocking(() -> read(call, layer, file), false);
  }

  private static Answer read(Call call, String layer, Path file) throws IOException {
    try {
      BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
      if (facts.size() > MOST_BYTES) {
        throw Problem.unavailable("The map's " + layer + " are over 16 MiB; make them coarser.");
      }
      String etag = "\"" + facts.size() + "-" + facts.lastModifiedTime().toMillis() + "\"";
      if (etag.equals(call.request().getHeader("If-None-Match"))) {
        return new Answer(304, Map.of("ETag", etag), Buffer.buffer());
      }
      return Answer.geoJson(Buffer.buffer(Files.readAllBytes(file)))
          .with("ETag", etag)
          .with("Cache-Control", "private, no-cache");
    } catch (NoSuchFileException e) {
      throw Problem.notFound("map layer", layer);
    }
  }
}
