package io.sharpeyes.gateway.api;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What those who run the gateway look at. */
final class OperationsRoutes {

  private final HttpParts parts;
  private final String openapi = read("/openapi.yaml");
  private final String asyncapi = read("/asyncapi.yaml");

  OperationsRoutes(HttpParts parts) {
    this.parts = parts;
  }

  private static String read(String name) {
    try (InputStream in = OperationsRoutes.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(name + " can't be read", e);
    }
  }

  Future<Answer> openapi(Call call) {
    return Future.succeededFuture(Answer.text("application/yaml; charset=utf-8", openapi));
  }

  Future<Answer> asyncapi(Call call) {
    return Future.succeededFuture(Answer.text("application/yaml; charset=utf-8", asyncapi));
  }

  Future<Answer> live(Call call) {
    return up();
  }

  Future<Answer> ready(Call call) {
    return parts.ready().getAsBoolean()
        ? up()
        : Future.failedFuture(Problem.unavailable("It is still starting, or stops already."));
  }

  private static Future<Answer> up() {
    return Future.succeededFuture(Answer.json(Map.of("status", "up")));
  }

  Future<Answer> metrics(Call call) {
    return parts
        .vertx()
        .executeBlocking(() -> parts.meters().scrape(), false)
        .map(text -> Answer.text("text/plain; version=0.0.4; charset=utf-8", text));
  }
}
