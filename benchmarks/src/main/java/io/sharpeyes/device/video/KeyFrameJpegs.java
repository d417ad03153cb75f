package io.sharpeyes.device.video;

import static org.bytedeco.ffmpeg.global.avutil.AV_LOG_QUIET;
import static org.bytedeco.ffmpeg.global.avutil.av_log_set_level;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.sharpeyes.benchmarks.FiguresPage;
import io.sharpeyes.device.camera.CameraDescription;
import io.sharpeyes.device.rtsp.AccessUnit;
import io.sharpeyes.device.rtsp.MediaClock;
import io.sharpeyes.device.rtsp.SdpTrack;
import io.sharpeyes.device.rtsp.VideoReceiver;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Java2DFrameConverter;

/**
 * What it costs to turn a key frame into a JPEG, beside JavaCV's own grabber and converter, and a
 * process of ffmpeg for each, in turns. In the package of what it measures, which nobody else may
 * call.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.device.video.KeyFrameJpegs
 * </pre>
 */
public final class KeyFrameJpegs {

  private static final String COMMAND =
      "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar "
          + KeyFrameJpegs.class.getName();
  private static final int ROUNDS = 5;
  private static final int WARM_UP = 300;
  private static final int OURS = 200;
  private static final int BY_JAVA_CV = 40;
  private static final int BY_PROCESSES = 10;

  private KeyFrameJpegs() {}

  /** Makes one JPEG. */
  private interface Maker {
    void make() throws Exception;
  }

  /** Milliseconds of processor time and of the clock for each picture. */
  private record Cost(double cpuMs, double wallMs) {

    static Cost median(List<Cost> costs) {
      return new Cost(
          FiguresPage.median(costs.stream().map(Cost::cpuMs).toList()),
          FiguresPage.median(costs.stream().map(Cost::wallMs).toList()));
    }
  }

  /** Runs all three, for three sizes of picture. */
  public static void main(String[] args) throws Exception {
    KeyFrameDecoder.load();
    av_log_set_level(AV_LOG_QUIET);
    Path folder = Files.createTempDirectory("key-frames");
    FiguresPage page =
        new FiguresPage(
            "key-frame-jpeg",
            "key frame",
            "ours, ms of processor time",
            "a second and thread",
            "JavaCV, ms of processor time",
            "a second",
            "a process of ffmpeg each, a second");
    for (String size : List.of("640x360", "1280x720", "1920x1080")) {
      Path stream = folder.resolve(size + ".h264");
      record(size, stream);
      row(page, size, stream, folder.resolve("out.jpg"));
    }
    page.row("goal", "5", "180", "", "", "")
        .note(
            "H.264 of a test picture with the noise of a sensor, one thread; medians of "
                + ROUNDS
                + " rounds in turns. JavaCV: `FFmpegFrameGrabber`, `Java2DFrameConverter`,"
                + " `ImageIO`.")
        .publish(COMMAND);
    System.exit(0);
  }

  private static void record(String size, Path stream) throws IOException, InterruptedException {
    run(
        "ffmpeg",
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        "testsrc2=size=" + size + ":rate=15,noise=alls=6:allf=t",
        "-frames:v",
        "1",
        "-pix_fmt",
        "yuv420p",
        "-c:v",
        "libx264",
        "-f",
        "h264",
        stream.toString());
  }

  private static void row(FiguresPage page, String size, Path stream, Path jpeg) throws Exception {
    byte[] bytes = Files.readAllBytes(stream);
    AccessUnit key = keyFrame(bytes);
    Maker ours = () -> KeyFrameDecoder.toJpeg(key);
    Maker javaCv = () -> byJavaCv(bytes);
    Maker process =
        () ->
            run(
                "ffmpeg",
                "-v",
                "error",
                "-y",
                "-i",
                stream.toString(),
                "-q:v",
                "4",
                jpeg.toString());
    cost(WARM_UP, ours);
    cost(BY_JAVA_CV, javaCv);
    List<Cost> costs = new ArrayList<>();
    List<Cost> javaCvCosts = new ArrayList<>();
    List<Cost> processCosts = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      costs.add(cost(OURS, ours));
      javaCvCosts.add(cost(BY_JAVA_CV, javaCv));
      processCosts.add(cost(BY_PROCESSES, process));
    }
    Cost our = Cost.median(costs);
    Cost theirs = Cost.median(javaCvCosts);
    page.row(
        size + ", " + bytes.length / 1000 + " kB",
        our.cpuMs,
        1000 / our.wallMs,
        theirs.cpuMs,
        1000 / theirs.wallMs,
        1000 / Cost.median(processCosts).wallMs);
  }

  private static Cost cost(int times, Maker maker) throws Exception {
    long cpu = cpuNanos();
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      maker.make();
    }
    double wall = System.nanoTime() - begun;
    return new Cost((cpuNanos() - cpu) / 1e6 / times, wall / 1e6 / times);
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static void byJavaCv(byte[] stream) throws IOException {
    try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(new ByteArrayInputStream(stream));
        Java2DFrameConverter converter = new Java2DFrameConverter()) {
      grabber.setFormat("h264");
      grabber.start();
      ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
      if (!ImageIO.write(converter.convert(grabber.grabImage()), "jpg", jpeg)) {
        throw new IOException("ImageIO wrote no JPEG");
      }
    }
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (process.waitFor() != 0) {
      throw new IOException(command[0] + " ended with " + process.exitValue());
    }
  }

  /** Sends each NAL unit in an RTP packet of its own, as large as it is. */
  private static AccessUnit keyFrame(byte[] stream) {
    CameraDescription.Track description =
        new CameraDescription.Track(
            CameraDescription.TrackKind.VIDEO, "H264", null, null, 0, 0, 0, 96, 90_000, "track1");
    List<AccessUnit> units = new ArrayList<>();
    VideoReceiver receiver =
        VideoReceiver.of(
            new SdpTrack(description, Map.of(), List.of()), new MediaClock(), units::add);
    List<byte[]> nals = nals(stream);
    for (int i = 0; i < nals.size(); i++) {
      ByteBuf packet = Unpooled.buffer();
      packet.writeByte(0x80).writeByte(i == nals.size() - 1 ? 0x80 | 96 : 96).writeShort(i);
      packet.writeInt(0).writeInt(1).writeBytes(nals.get(i));
      receiver.onRtp(packet, System.nanoTime());
    }
    return units.get(0);
  }

  /** What stands between start codes (H.264 annex B). */
  private static List<byte[]> nals(byte[] stream) {
    List<byte[]> nals = new ArrayList<>();
    int begin = -1;
    for (int i = 0; i + 2 < stream.length; i++) {
      if (stream[i] == 0 && stream[i + 1] == 0 && stream[i + 2] == 1) {
        add(nals, stream, begin, i);
        begin = i + 3;
      }
    }
    add(nals, stream, begin, stream.length);
    return nals;
  }

  private static void add(List<byte[]> nals, byte[] stream, int begin, int end) {
    if (begin < 0) {
      return;
    }
    int last = end;
    while (last > begin && stream[last - 1] == 0) {
      last--;
    }
    nals.add(Arrays.copyOfRange(stream, begin, last));
  }
}
