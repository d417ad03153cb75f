package io.sharpeyes.gateway;

import io.sharpeyes.gateway.settings.GatewaySettings;
import io.sharpeyes.gateway.settings.HttpSettings;
import io.sharpeyes.gateway.settings.MqttSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds whether certificates, keys or lists of revoked certificates were replaced
 * on disk, and has them read anew when they have been still for one look: certificate and key are
 * two files, and are rarely replaced in one moment. What can't be read leaves what was before. On
 * any event loop; the disk is looked at on a worker.
 */
final class CertificateWatch {

  private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);
  private static final long EVERY_MS = 2_000;

  private final Vertx vertx;
  private final List<Path> files;
  private final Supplier<Future<Void>> reload;
  private final AtomicBoolean looking = new AtomicBoolean();
  private final long timer;
  private String loaded = "";
  private String seen = "";

  private CertificateWatch(
      Vertx vertx, List<Path> files, Supplier<Future<Void>> reload, String loaded) {
    this.vertx = vertx;
    this.files = files;
    this.reload = reload;
    this.loaded = loaded;
    this.seen = loaded;
    this.timer = vertx.setPeriodic(EVERY_MS, id -> look());
  }

  /**
   * Begins to watch the files that the settings name.
   *
   * @param reload reads them anew
   */
  static Future<CertificateWatch> start(
      Vertx vertx, GatewaySettings settings, Supplier<Future<Void>> reload) {
    HttpSettings.Tls web = settings.http().tls();
    MqttSettings.Tls devices = settings.mqtt().tls();
    List<Path> watched =
        Stream.<@Nullable Path>of(
                web.certificate(),
                web.key(),
                devices.certificate(),
                devices.key(),
                devices.clientCa(),
                devices.clientCrl())
            .filter(Objects::nonNull)
            .map(Objects::requireNonNull)
            .toList();
    return vertx
        .executeBlocking(() -> state(watched), false)
        .map(state -> new CertificateWatch(vertx, watched, reload, state));
  }

  private void look() {
    if (files.isEmpty() || !looking.compareAndSet(false, true)) {
      return;
    }
    vertx
        .executeBlocking(() -> state(files), false)
        .compose(this::compare)
        .onFailure(
            failure ->
                log.atError()
                    .addKeyValue("cause", Failure.told(failure))
                    .log("new certificates can't be used; those from before stay"))
        .onComplete(done -> looking.set(false));
  }

  /** Only one look runs at a time. */
  private Future<Void> compare(String now) {
    boolean still = now.equals(seen);
    seen = now;
    if (!still || now.equals(loaded)) {
      return Future.succeededFuture();
    }
    loaded = now;
    return reload.get().onSuccess(done -> log.atInfo().log("certificates read anew"));
  }

  /** Kubernetes and certificate tools swap files by links: the times and sizes say it all. */
  private static String state(List<Path> files) {
    StringBuilder state = new StringBuilder();
    for (Path file : files) {
      try {
        FileTime time = Files.getLastModifiedTime(file);
        state.append(time).append(' ').append(Files.size(file)).append('\n');
      } catch (IOException missing) {
        state.append("missing\n");
      }
    }
    return state.toString();
  }

  Future<Void> stop() {
    vertx.cancelTimer(timer);
    return Future.succeededFuture();
  }
}
