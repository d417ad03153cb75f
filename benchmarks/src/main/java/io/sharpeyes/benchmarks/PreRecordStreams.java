package io.sharpeyes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Keeps the seconds before a press of many cameras of 1.5 Mbit/s, and tells what that costs; beside
 * it JavaCV (FFmpeg) that only takes the same streams apart and keeps nothing. Each in a process of
 * its own, one after the other, against GStreamer's RTSP server. Only a process's own time counts.
 *
 * <pre>
 * mvn -q -pl benchmarks -am package -DskipTests
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.PreRecordStreams [CAMERAS] [SECONDS] [SECONDS OF JAVACV]
 * </pre>
 */
public final class PreRecordStreams {

  private static final String COMMAND =
      "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar "
          + PreRecordStreams.class.getName();
  private static final String OURS = "ours";
  private static final String JAVA_CV = "javacv";

  /** The rings lie outside the heap; nothing else here needs much. */
  private static final List<String> MEMORY =
      List.of("-Xms64m", "-Xmx256m", "-XX:MaxDirectMemorySize=640m");

  /** JavaCV would stop at a gigabyte, of which it takes more. */
  private static final String UNBOUNDED = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0";

  private static final int WARM_UP_S = 30;
  private static final int OPEN_WITHIN_S = 400;
  private static final int SAMPLES = 10;

  private PreRecordStreams() {}

  /** What a reader cost in a span of time. */
  private record Sample(double cpuPercent, double rssMb, double mbitPerS, long lost, double ringS) {

    static Sample parse(String line) {
      String[] fields = line.strip().split(" +", -1);
      return new Sample(
          Double.parseDouble(fields[2]),
          Double.parseDouble(fields[3]),
          Double.parseDouble(fields[4]),
          Long.parseLong(fields[5]),
          Double.parseDouble(fields[7]));
    }
  }

  /**
   * Runs both, or as a child one of them.
   *
   * @param args how many cameras, and for how many seconds each is measured; as a child {@code
   *     ours} or {@code javacv}, then the address as well
   */
  public static void main(String[] args) throws Exception {
    if (args.length == 4) {
      measure(args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
      return;
    }
    String cameras = args.length > 0 ? args[0] : "100";
    String seconds = args.length > 1 ? args[1] : "600";
    String ofJavaCv = args.length > 2 ? args[2] : "60";
    Path script = Files.createTempFile("stream-source", ".py");
    try (InputStream in = PreRecordStreams.class.getResourceAsStream("/stream_source.py")) {
      Files.write(script, in.readAllBytes());
    }
    Process source =
        new ProcessBuilder("/usr/bin/python3", script.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      String url = "rtsp://127.0.0.1:" + port(source) + "/camera";
      System.out.printf(
          "%-8s %8s %10s %10s %10s %8s %8s %9s%n",
          "reader", "at s", "CPU %", "RSS MB", "Mbit/s", "lost", "threads", "ring s");
      List<Sample> ours = child(OURS, cameras, seconds, url);
      List<Sample> javaCv = child(JAVA_CV, cameras, ofJavaCv, url);
      publish(cameras, seconds, ours, javaCv);
    } finally {
      source.destroy();
      Files.delete(script);
    }
  }

  private static String port(Process source) throws IOException {
    BufferedReader lines = source.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("PORT ")) {
        return line.substring(5);
      }
    }
    throw new IOException("GStreamer's RTSP server did not start; .ci/run installs it");
  }

  private static List<Sample> child(String reader, String cameras, String seconds, String url)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(MEMORY);
    command.add(UNBOUNDED);
    command.add(
        "-Dvertx.logger-delegate-factory-class-name=io.vertx.core.logging.SLF4JLogDelegateFactory");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(PreRecordStreams.class.getName(), reader, cameras, seconds, url));
    Process child =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<Sample> samples = new ArrayList<>();
    BufferedReader lines = child.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(line);
      if (line.startsWith(reader + " ")) {
        samples.add(Sample.parse(line));
      }
    }
    if (child.waitFor() != 0 || samples.isEmpty()) {
      throw new IOException(reader + " ended with " + child.exitValue());
    }
    return samples;
  }

  private static void publish(
      String cameras, String seconds, List<Sample> ours, List<Sample> javaCv) throws IOException {
    double ratio =
        middle(javaCv, Sample::cpuPercent)
            / middle(javaCv, Sample::mbitPerS)
            / (middle(ours, Sample::cpuPercent) / middle(ours, Sample::mbitPerS));
    FiguresPage page =
        new FiguresPage(
            "streams", "reader", "% of one core", "MB resident", "Mbit/s", "lost", "shortest ring");
    row(page, "ours, " + seconds + " s", ours);
    row(page, "JavaCV, which keeps nothing", javaCv);
    page.row("goal", "6", "500", "", "0", "10 s")
        .row("JavaCV for each of our parts of processor time", ratio, "", "", "", "")
        .note(
            cameras
                + " cameras of 1.5 Mbit/s, each on a connection of its own, with the seconds before"
                + " a press. Processor time: median of ten parts of the time; memory: first to last"
                + " part. Measured when all cameras were open and "
                + WARM_UP_S
                + " s had passed; JavaCV opens them one after the other, which takes minutes. JVM: `"
                + String.join(" ", MEMORY)
                + "`.")
        .publish(COMMAND + " " + cameras + " " + seconds);
  }

  private static void row(FiguresPage page, String reader, List<Sample> samples) {
    Sample first = samples.get(0);
    Sample last = samples.get(samples.size() - 1);
    page.row(
        reader,
        middle(samples, Sample::cpuPercent),
        Math.round(first.rssMb) + " to " + Math.round(last.rssMb),
        middle(samples, Sample::mbitPerS),
        last.lost,
        last.ringS + " s");
  }

  private static double middle(List<Sample> samples, ToDoubleFunction<Sample> figure) {
    return FiguresPage.median(samples.stream().mapToDouble(figure).boxed().toList());
  }

  private static void measure(String name, int cameras, int seconds, String url) throws Exception {
    try (StreamReader reader =
        name.equals(JAVA_CV) ? new JavaCvReader(cameras, url) : new RingReader(cameras, url)) {
      waitUntilOpen(reader, cameras);
      TimeUnit.SECONDS.sleep(WARM_UP_S);
      long lostBefore = reader.lost();
      int each = Math.max(1, seconds / SAMPLES);
      for (int sample = 1; sample <= SAMPLES; sample++) {
        long cpu = cpuNanos();
        long bytes = reader.bytes();
        long begun = System.nanoTime();
        TimeUnit.SECONDS.sleep(each);
        double passed = System.nanoTime() - begun;
        System.out.printf(
            Locale.ROOT,
            "%-8s %8d %10.1f %10.0f %10.1f %8d %8d %9.1f%n",
            name,
            sample * each,
            100 * (cpuNanos() - cpu) / passed,
            rssMb(),
            (reader.bytes() - bytes) * 8e3 / passed,
            reader.lost() - lostBefore,
            Thread.activeCount(),
            reader.ringS());
      }
    }
    System.exit(0);
  }

  private static void waitUntilOpen(StreamReader reader, int cameras) throws InterruptedException {
    long begun = System.nanoTime();
    while (reader.open() < cameras) {
      if (System.nanoTime() - begun > TimeUnit.SECONDS.toNanos(OPEN_WITHIN_S)) {
        throw new IllegalStateException(
            "Only " + reader.open() + " cameras are open after " + OPEN_WITHIN_S + " s");
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  private static long cpuNanos() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
  }

  private static double rssMb() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1e3;
      }
    }
    throw new IOException("/proc/self/status tells no VmRSS");
  }
}
