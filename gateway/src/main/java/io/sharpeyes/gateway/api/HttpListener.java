package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.settings.HttpSettings;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Listens for HTTP on one event loop; as many of them share the port as there are event loops. */
final class HttpListener extends VerticleBase {

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int MAX_LINE_BYTES = 4 << 10;
  private static final int MAX_MESSAGE_BYTES = 8 << 10;
  private static final int MAX_FRAME_BYTES = 64 << 10;
  private static final long FIRST_REQUEST_MS = 10_000;

  private final HttpSettings settings;
  private final Router router;
  private final Connections connections;
  private final AtomicInteger port;

  private volatile @Nullable HttpServer server;

  // Only on the event loop.
  private final Map<HttpConnection, Long> silent = new HashMap<>();

  private HttpListener(
      HttpSettings settings, Router router, Connections connections, AtomicInteger port) {
    this.settings = settings;
    this.router = router;
    this.connections = connections;
    this.port = port;
  }

  /**
   * Listens on all event loops.
   *
   * @param connections counts and bounds the connections of all of them
   * @param all is given each of them
   * @return the port
   */
  static Future<Integer> deploy(
      Vertx vertx,
      HttpSettings settings,
      Router router,
      Connections connections,
      Collection<HttpListener> all) {
    int eventLoops = Runtime.getRuntime().availableProcessors();
    AtomicInteger port = new AtomicInteger();
    return vertx
        .deployVerticle(
            () -> {
              HttpListener listener = new HttpListener(settings, router, connections, port);
              all.add(listener);
              return listener;
            },
            new DeploymentOptions().setInstances(eventLoops))
        .map(deployed -> port.get());
  }

  @Override
  public Future<?> start() {
    HttpServer listening = vertx.createHttpServer(options());
    server = listening;
    return listening
        .connectionHandler(this::connected)
        .requestHandler(this::take)
        .listen()
        .map(HttpServer::actualPort)
        .onSuccess(port::set);
  }

  private HttpServerOptions options() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(settings.host())
            // A negative port is a free one that all listeners share.
            .setPort(settings.port() == 0 ? -1 : settings.port())
            .setMaxHeaderSize(MAX_HEADER_BYTES)
            .setMaxInitialLineLength(MAX_LINE_BYTES)
            .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
            .setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
            .setPerFrameWebSocketCompressionSupported(false)
            .setPerMessageWebSocketCompressionSupported(false)
            // Less than a slow reader is given before it is cut.
            .setWebSocketClosingTimeout(1)
            .setHttp2ClearTextEnabled(false)
            .setTcpKeepAlive(true)
            .setIdleTimeout((int) settings.idleTimeout().toSeconds());
    ServerSSLOptions certificates = certificates();
    if (certificates != null) {
      options.setSsl(true).setKeyCertOptions(certificates.getKeyCertOptions());
    }
    return options;
  }

  private @Nullable ServerSSLOptions certificates() {
    Path certificate = settings.tls().certificate();
    Path key = settings.tls().key();
    if (certificate == null || key == null) {
      return null;
    }
    ServerSSLOptions ssl = new ServerSSLOptions();
    ssl.setKeyCertOptions(
        new PemKeyCertOptions().setCertPath(certificate.toString()).setKeyPath(key.toString()));
    return ssl;
  }

  /** Reads the certificate anew; fails, and keeps the one from before, if it can't be used. */
  Future<Void> reloadCertificates() {
    ServerSSLOptions certificates = certificates();
    HttpServer listening = server;
    return certificates == null || listening == null
        ? Future.succeededFuture()
        : listening.updateSSLOptions(certificates, true).mapEmpty();
  }

  private void connected(HttpConnection connection) {
    connections.came(connection);
    silent.put(connection, vertx.setTimer(FIRST_REQUEST_MS, id -> connection.close()));
    connection.closeHandler(v -> heard(connection));
  }

  private void take(HttpServerRequest request) {
    heard(request.connection());
    router.handle(request);
  }

  private void heard(HttpConnection connection) {
    Long timer = silent.remove(connection);
    if (timer != null) {
      vertx.cancelTimer(timer);
    }
  }
}
