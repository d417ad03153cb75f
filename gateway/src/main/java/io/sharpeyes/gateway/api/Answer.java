package io.sharpeyes.gateway.api;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an operation answers. Immutable.
 *
 * @param status the HTTP status
 * @param headers its own headers
 * @param body what is sent; empty for none
 */
record Answer(int status, Map<String, String> headers, Buffer body) {

  /** JSON with status 200. */
  static Answer json(Object value) {
    return of(200, "application/json", ApiJson.write(value));
  }

  /** JSON with another status. */
  static Answer json(int status, Object value) {
    return of(status, "application/json", ApiJson.write(value));
  }

  /** JSON that is written already. */
  static Answer raw(Buffer json) {
    return of(200, "application/json", json);
  }

  /** A layer of the map (RFC 7946). */
  static Answer geoJson(Buffer json) {
    return of(200, "application/geo+json", json);
  }

  /** A square of the map. */
  static Answer image(String mediaType, Buffer bytes) {
    return of(200, mediaType, bytes).with("Cache-Control", "private, max-age=86400");
  }

  /** A file to be kept. */
  static Answer file(String mediaType, String name, Buffer bytes) {
    return of(200, mediaType, bytes)
        .with("Content-Disposition", "attachment; filename=\"" + name + "\"");
  }

  /** Text of another media type. */
  static Answer text(String mediaType, String text) {
    return of(200, mediaType, Buffer.buffer(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Nothing to say but that it is done. */
  static Answer done() {
    return new Answer(204, Map.of(), Buffer.buffer());
  }

  private static Answer of(int status, String mediaType, Buffer body) {
    return new Answer(status, Map.of("Content-Type", mediaType), body);
  }

  /** The same with one more header. */
  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body);
  }
}
