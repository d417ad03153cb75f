package io.sharpeyes.device.video;

import io.netty.util.internal.PlatformDependent;
import io.sharpeyes.device.rtsp.RtspClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The streams of all cameras that the registry knows. At most so many are open at the same time;
 * those that pre-record are opened first of all, and stay open. Any thread.
 */
public final class CameraStreams {

  private static final int CLIP_WRITERS = 2;
  private static final int DECODERS = 1;

  private final StreamContext shared;
  private final Map<String, CameraStream> streams = new ConcurrentHashMap<>();

  /**
   * Makes it ready; nothing is opened yet.
   *
   * @param clock tells when something was received
   * @param listener is told what cameras say
   */
  public CameraStreams(
      Vertx vertx,
      RtspClient client,
      StreamSettings settings,
      InstantSource clock,
      StreamListener listener) {
    WorkerExecutor clipWriters = vertx.createSharedWorkerExecutor("clip-writer", CLIP_WRITERS);
    this.shared =
        new StreamContext(
            vertx,
            client,
            settings,
            new RingMemory(PlatformDependent.maxDirectMemory() / 2),
            new KeyFrameJpeg(DECODERS),
            clipWriters,
            new Semaphore(settings.openCameras()),
            clock,
            listener);
  }

  /**
   * Takes over the cameras as they are now. Those that are gone or have another source are closed,
   * new ones that pre-record are opened.
   *
   * @return when those that went are closed
   */
  public synchronized Future<Void> replace(Collection<CameraSource> sources) {
    Map<String, CameraSource> wanted =
        sources.stream().collect(Collectors.toMap(CameraSource::id, Function.identity()));
    List<Future<Void>> closing = new ArrayList<>();
    streams
        .values()
        .removeIf(
            stream -> {
              boolean gone = !stream.source().equals(wanted.get(stream.source().id()));
              if (gone) {
                closing.add(stream.close("The camera was taken away, or its source was changed"));
              }
              return gone;
            });
    wanted.values().forEach(this::add);
    return Future.join(closing).mapEmpty();
  }

  private void add(CameraSource source) {
    if (!streams.containsKey(source.id())) {
      CameraStream stream = new CameraStream(source, shared);
      streams.put(source.id(), stream);
      stream.start();
    }
  }

  /** Finds a camera's stream. */
  public Optional<CameraStream> find(String camera) {
    return Optional.ofNullable(streams.get(camera));
  }

  /** All of them, in no order. */
  public Collection<CameraStream> all() {
    return List.copyOf(streams.values());
  }

  /** How many cameras are open, or being opened. */
  public int open() {
    return shared.settings().openCameras() - shared.openSlots().availablePermits();
  }

  /** Closes all; viewers are told, clips end with what they have and are written. */
  public Future<Void> close() {
    List<Future<Void>> closing =
        streams.values().stream().map(stream -> stream.close("The gateway stops")).toList();
    streams.clear();
    return Future.join(closing)
        .onComplete(done -> shared.jpeg().close())
        .onComplete(done -> shared.ringMemory().close())
        .eventually(shared.clipWriters()::close)
        .mapEmpty();
  }
}
