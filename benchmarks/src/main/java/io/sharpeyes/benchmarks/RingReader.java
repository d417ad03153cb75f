package io.sharpeyes.benchmarks;

import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.camera.CameraHealth;
import io.sharpeyes.device.camera.SceneEvent;
import io.sharpeyes.device.rtsp.CameraAllowList;
import io.sharpeyes.device.rtsp.RtspAddress;
import io.sharpeyes.device.rtsp.RtspClient;
import io.sharpeyes.device.rtsp.RtspOptions;
import io.sharpeyes.device.rtsp.VideoCounters;
import io.sharpeyes.device.video.CameraSource;
import io.sharpeyes.device.video.CameraStream;
import io.sharpeyes.device.video.CameraStreams;
import io.sharpeyes.device.video.StreamFigures;
import io.sharpeyes.device.video.StreamListener;
import io.sharpeyes.device.video.StreamSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The gateway's own streams, each with the ring of a camera that pre-records. */
final class RingReader implements StreamReader {

  private final Vertx vertx = Vertx.vertx();
  private final CameraStreams streams;

  RingReader(int cameras, String url) {
    RtspOptions options = RtspOptions.defaults(CameraAllowList.networks(List.of("127.0.0.0/8")));
    streams =
        new CameraStreams(
            vertx,
            new RtspClient(vertx, options),
            StreamSettings.defaults(),
            InstantSource.system(),
            new Silent());
    RtspAddress address = RtspAddress.parse(url);
    wait(
        streams.replace(
            IntStream.range(0, cameras)
                .mapToObj(i -> new CameraSource("camera-" + i, address, null, null, true))
                .toList()));
  }

  private static <T> T wait(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  private List<StreamFigures> figures() {
    return streams.all().stream().map(CameraStream::figures).map(RingReader::wait).toList();
  }

  @Override
  public int open() {
    return (int) figures().stream().filter(one -> video(one, VideoCounters::bytes) > 0).count();
  }

  @Override
  public long bytes() {
    return figures().stream().mapToLong(one -> video(one, VideoCounters::bytes)).sum();
  }

  @Override
  public long lost() {
    return figures().stream()
        .mapToLong(one -> one.reconnects() + video(one, VideoCounters::damages))
        .sum();
  }

  private static long video(StreamFigures figures, ToLongFunction<VideoCounters> counter) {
    @Nullable VideoCounters video = figures.video();
    return video == null ? 0 : counter.applyAsLong(video);
  }

  @Override
  public double ringS() {
    return figures().stream()
        .map(StreamFigures::ring)
        .mapToDouble(ring -> ring.toMillis() / 1e3)
        .min()
        .orElse(0);
  }

  @Override
  public void close() {
    wait(streams.close().compose(done -> vertx.close()));
  }

  private static final class Silent implements StreamListener {
    @Override
    public void onScene(String camera, SceneEvent event) {}

    @Override
    public void onHealth(String camera, CameraHealth health) {}

    @Override
    public void onDescription(String camera, CameraDescription description) {}
  }
}
