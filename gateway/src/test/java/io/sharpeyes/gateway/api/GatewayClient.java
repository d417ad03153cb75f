package io.sharpeyes.gateway.api;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Somebody who asks the gateway; every answer is held against the contract. */
final class GatewayClient {

  private final WebClient client;
  private final int port;
  private final ResponseCheck check;
  private final Map<String, String> headers;

  GatewayClient(Vertx vertx, int port, ResponseCheck check, Map<String, String> headers) {
    this.client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
    this.port = port;
    this.check = check;
    this.headers = headers;
  }

  static GatewayClient of(GatewayFixture gateway, ResponseCheck check, String user)
      throws Exception {
    String bearer = "Bearer " + gateway.token(user);
    return new GatewayClient(gateway.vertx, gateway.port, check, Map.of("Authorization", bearer));
  }

  HttpResponse<Buffer> get(String path) throws Exception {
    return ask(HttpMethod.GET, path, null, Map.of());
  }

  HttpResponse<Buffer> post(String path, @Nullable JsonObject body) throws Exception {
    return ask(HttpMethod.POST, path, body, Map.of());
  }

  HttpResponse<Buffer> put(String path, JsonObject body) throws Exception {
    return ask(HttpMethod.PUT, path, body, Map.of());
  }

  HttpResponse<Buffer> ask(
      HttpMethod method, String path, @Nullable JsonObject body, Map<String, String> more)
      throws Exception {
    return send(method, path, body == null ? null : body.toBuffer(), more);
  }

  HttpResponse<Buffer> send(
      HttpMethod method, String path, @Nullable Buffer body, Map<String, String> more)
      throws Exception {
    HttpRequest<Buffer> request = client.request(method, port, "127.0.0.1", path);
    headers.forEach(request::putHeader);
    if (body != null) {
      request.putHeader("Content-Type", "application/json");
    }
    more.forEach(request::putHeader);
    HttpResponse<Buffer> answer =
        GatewayFixture.await(body == null ? request.send() : request.sendBuffer(body));
    check.check(method.name(), path.split("\\?", 2)[0], answer);
    return answer;
  }
}
