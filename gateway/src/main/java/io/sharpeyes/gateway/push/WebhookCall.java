package io.sharpeyes.gateway.push;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** One try to tell a target of one event: a signed POST (Standard Webhooks 1.0). */
final class WebhookCall {

  private WebhookCall() {}

  /**
   * Calls.
   *
   * @param id the same for every try
   * @return fails unless the answer is 2xx
   */
  static Future<Void> post(
      HttpClient client, WebhookTarget target, String id, Buffer body, Instant now) {
    long timestamp = now.getEpochSecond();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(target.url().toString())
            .setFollowRedirects(false)
            .setTimeout(target.timeout().toMillis())
            .putHeader("Content-Type", "application/json")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(timestamp))
            .putHeader("webhook-signature", sign(target.key(), id, timestamp, body));
    return client
        .request(options)
        .compose(request -> request.send(body))
        .compose(WebhookCall::judge);
  }

  private static Future<Void> judge(HttpClientResponse answer) {
    // What it says besides isn't read.
    answer.request().connection().close();
    int status = answer.statusCode();
    return status >= 200 && status < 300
        ? Future.succeededFuture()
        : Future.failedFuture("it answered with status " + status);
  }

  /** The signature: {@code v1,} and the Base64 of HMAC-SHA-256 over id, timestamp and body. */
  static String sign(byte[] key, String id, long timestamp, Buffer body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + '.' + timestamp + '.').getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes()));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
