package io.sharpeyes.device.rtsp;

import io.netty.util.concurrent.ScheduledFuture;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.camera.CameraHealth;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Looks at thousands of cameras in turn (DESCRIBE) and tells what changed: how they are, and what
 * they are. All of it on one event loop of its own; methods may be called on any thread.
 *
 * <p>At most {@link CameraProbeOptions#maxInFlight()} cameras are looked at at once, and few behind
 * one host, so that a host that swallows connections delays its own cameras only.
 */
public final class CameraProber {

  private final VertxInternal vertx;
  private final ContextInternal context;
  private final RtspClient client;
  private final InstantSource clock;
  private final CameraProbeOptions options;
  private final CameraProbeListener listener;

  // Written on the event loop, read on any thread.
  private final Map<DeviceId, CameraHealth> healths = new ConcurrentHashMap<>();

  // Touched on the event loop only.
  private Map<DeviceId, Watch> watches = new HashMap<>();
  private final ArrayDeque<Watch> ready = new ArrayDeque<>();
  private final Map<String, Host> hosts = new HashMap<>();
  private int inFlight;

  /** One camera's place in the round. */
  private static final class Watch {
    final CameraProbe probe;
    boolean dropped;
    boolean lookedAt;
    @Nullable ScheduledFuture<?> next;

    Watch(CameraProbe probe) {
      this.probe = probe;
    }

    String host() {
      RtspAddress address = probe.target().address();
      return address.host() + ":" + address.port();
    }
  }

  /** Those behind one host and port that are being looked at, or wait for that. */
  private static final class Host {
    final ArrayDeque<Watch> waiting = new ArrayDeque<>();
    int inFlight;
  }

  /** Makes a prober that watches nothing yet. */
  public CameraProber(
      Vertx vertx,
      RtspClient client,
      InstantSource clock,
      CameraProbeOptions options,
      CameraProbeListener listener) {
    this.vertx = (VertxInternal) vertx;
    this.context = this.vertx.createEventLoopContext();
    this.client = client;
    this.clock = clock;
    this.options = options;
    this.listener = listener;
  }

  /**
   * Watches these cameras from now on, and no others. What is known of a camera stays; a camera
   * that is new, or whose address or password changed, is looked at at once.
   */
  public void watch(Collection<CameraProbeTarget> targets) {
    List<CameraProbeTarget> copy = List.copyOf(targets);
    context.execute(() -> swap(copy));
  }

  /** Watches nothing any more; looks under way end unheard. */
  public void close() {
    watch(List.of());
  }

  /** How a camera is by the last look; empty if it isn't watched. */
  public Optional<CameraHealth> health(DeviceId id) {
    return Optional.ofNullable(healths.get(id));
  }

  private void swap(List<CameraProbeTarget> targets) {
    Map<DeviceId, Watch> before = watches;
    watches = new LinkedHashMap<>();
    for (CameraProbeTarget target : targets) {
      Watch known = before.get(target.id());
      if (known != null && known.probe.target().equals(target)) {
        watches.put(target.id(), known);
      } else {
        watches.put(target.id(), begin(target, known));
      }
    }
    for (Watch watch : before.values()) {
      if (watches.get(watch.probe.target().id()) != watch) {
        drop(watch);
      }
    }
    healths.keySet().retainAll(watches.keySet());
  }

  private Watch begin(CameraProbeTarget target, @Nullable Watch known) {
    Watch watch =
        new Watch(
            known == null
                ? new CameraProbe(target, options, clock.instant())
                : known.probe.retargeted(target));
    healths.put(target.id(), watch.probe.health());
    context.runOnContext(later -> onDue(watch));
    return watch;
  }

  private static void drop(Watch watch) {
    watch.dropped = true;
    if (watch.next != null) {
      watch.next.cancel(false);
    }
  }

  private void onDue(Watch watch) {
    if (!watch.dropped) {
      ready.add(watch);
      startReady();
    }
  }

  private void startReady() {
    while (inFlight < options.maxInFlight() && !ready.isEmpty()) {
      Watch watch = ready.remove();
      if (!watch.dropped) {
        startOrWait(watch);
      }
    }
  }

  private void startOrWait(Watch watch) {
    Host host = hosts.computeIfAbsent(watch.host(), name -> new Host());
    if (host.inFlight >= options.maxPerHost()) {
      host.waiting.add(watch);
      return;
    }
    inFlight++;
    host.inFlight++;
    look(watch);
  }

  private void look(Watch watch) {
    CameraProbeTarget target = watch.probe.target();
    RtspCredentials credentials = watch.probe.credentials();
    long began = System.nanoTime();
    client
        .describe(context, target.address(), credentials, options.lookTimeout())
        .onComplete(
            described -> {
              Duration took = Duration.ofNanos(System.nanoTime() - began);
              CameraProbe.Look seen =
                  described.succeeded()
                      ? CameraProbe.Look.answered(
                          described.result().description(),
                          described.result().date(),
                          took,
                          clock.instant(),
                          options)
                      : CameraProbe.Look.failed(
                          RtspConnector.failure(described.cause(), "No description"));
              context.execute(() -> onSeen(watch, seen, credentials));
            });
  }

  private void onSeen(Watch watch, CameraProbe.Look seen, @Nullable RtspCredentials credentials) {
    RtspAddress sub = watch.probe.target().subAddress();
    if (sub == null || seen.description() == null || watch.dropped) {
      finish(watch, seen, null, credentials != null);
      return;
    }
    client
        .describe(context, sub, credentials, options.lookTimeout())
        .onComplete(
            described ->
                context.execute(
                    () -> finish(watch, seen, described.result(), credentials != null)));
  }

  private void finish(
      Watch watch,
      CameraProbe.Look seen,
      RtspDescriber.@Nullable Described sub,
      boolean withPassword) {
    inFlight--;
    leave(watch.host());
    if (!watch.dropped) {
      CameraProbe.Change change = watch.probe.onLook(seen, withPassword, clock.instant());
      healths.put(watch.probe.target().id(), watch.probe.health());
      schedule(watch, change.confirmSoon());
      // Before the listener, which may throw.
      startReady();
      tell(watch.probe, seen, sub, change);
    } else {
      startReady();
    }
  }

  private void leave(String name) {
    Host host = hosts.get(name);
    if (host == null) {
      return;
    }
    host.inFlight--;
    Watch next = host.waiting.poll();
    while (next != null && next.dropped) {
      next = host.waiting.poll();
    }
    if (next != null) {
      ready.add(next);
    } else if (host.inFlight == 0) {
      hosts.remove(name);
    }
  }

  private void schedule(Watch watch, boolean soon) {
    double share =
        watch.lookedAt
            ? 0.9 - ThreadLocalRandom.current().nextDouble() / 10
            // After the first round, which is as dense as possible, cameras spread.
            : ThreadLocalRandom.current().nextDouble() * 0.9;
    watch.lookedAt = true;
    long delay =
        soon ? options.confirmAfter().toMillis() : (long) (options.interval().toMillis() * share);
    watch.next =
        context
            .nettyEventLoop()
            .schedule(() -> context.dispatch(() -> onDue(watch)), delay, TimeUnit.MILLISECONDS);
  }

  private void tell(
      CameraProbe probe,
      CameraProbe.Look seen,
      RtspDescriber.@Nullable Described sub,
      CameraProbe.Change change) {
    DeviceId id = probe.target().id();
    if (change.description() && seen.description() != null) {
      listener.onDescription(id, seen.description());
    }
    if (sub != null && probe.onSubDescription(sub.description())) {
      listener.onSubDescription(id, sub.description());
    }
    if (change.health()) {
      listener.onHealth(id, probe.health());
    }
  }
}
