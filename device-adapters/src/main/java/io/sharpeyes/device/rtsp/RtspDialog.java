package io.sharpeyes.device.rtsp;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Asks on one connection, with the authorization that the camera wants. A request goes out at most
 * three times: without authorization, with it, and with a fresh nonce.
 */
final class RtspDialog {

  private static final int MAX_ATTEMPTS = 3;

  private final RtspConnection connection;
  private final RtspAuthenticator authenticator;

  RtspDialog(RtspConnection connection, RtspAuthenticator authenticator) {
    this.connection = connection;
    this.authenticator = authenticator;
  }

  RtspConnection connection() {
    return connection;
  }

  /**
   * Asks.
   *
   * @param headers left as they are
   * @return the answer, whatever its status but 401; fails with {@link RtspException} only
   */
  Future<RtspMessage> ask(String method, String uri, RtspHeaders headers) {
    return ask(method, uri, headers, 1);
  }

  private Future<RtspMessage> ask(String method, String uri, RtspHeaders headers, int attempt) {
    String authorization = authenticator.header(method, uri);
    return connection
        .request(method, uri, withAuthorization(headers, authorization))
        .compose(
            answer -> {
              if (answer.status() != 401) {
                authenticator.onAccepted(answer.headers());
                return Future.succeededFuture(answer);
              }
              boolean again =
                  attempt < MAX_ATTEMPTS
                      && authenticator.onUnauthorized(
                          answer.headers().all("WWW-Authenticate"), authorization != null);
              return again
                  ? ask(method, uri, headers, attempt + 1)
                  : Future.failedFuture(
                      RtspException.ofStatus(method, answer.status(), answer.reason()));
            });
  }

  /** Asks, and fails for every answer that isn't success (RFC 2326 §7.1.1). */
  Future<RtspMessage> demand(String method, String uri, RtspHeaders headers) {
    return ask(method, uri, headers)
        .compose(
            answer ->
                answer.status() < 300
                    ? Future.succeededFuture(answer)
                    : Future.failedFuture(
                        RtspException.ofStatus(method, answer.status(), answer.reason())));
  }

  private static RtspHeaders withAuthorization(
      RtspHeaders headers, @Nullable String authorization) {
    RtspHeaders all = headers.copy();
    return authorization == null ? all : all.add("Authorization", authorization);
  }
}
