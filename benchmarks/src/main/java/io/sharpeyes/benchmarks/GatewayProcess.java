package io.sharpeyes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A gateway in a process of its own ({@code serve}), with a registry of as many buttons as a load
 * program needs: {@code d0} … at sites 5 km apart, each with the secret {@link #SECRET}.
 */
final class GatewayProcess implements AutoCloseable {

  static final String SECRET = "a-secret-for-load";

  private static final String PASSWORD = "a-password-for-load";
  private static final Pattern READY =
      Pattern.compile("API at (http://\\S+), devices at .*:(\\d+)");
  private static final Pattern TLS_PORT = Pattern.compile("tls:\\s+port: (\\d+)");
  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
  private static final String DISTRICT = "350700000000";
  private static final double DEGREES_OF_5_KM = 0.05;
  private static final int SITES_IN_A_ROW = 125;

  /** The cameras of all gateways that a program starts; begun by the first that has any. */
  private static final class Cameras {
    static final DescribedCameras ALL = new DescribedCameras();
  }

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path errors;
  private final URI http;
  private final int mqttPort;
  private final int tlsPort;
  private final long readyAt;
  private final String token;

  private GatewayProcess(
      Process process, Path errors, URI http, int mqttPort, int tlsPort, long readyAt)
      throws IOException, InterruptedException {
    this.process = process;
    this.errors = errors;
    this.http = http;
    this.mqttPort = mqttPort;
    this.tlsPort = tlsPort;
    this.readyAt = readyAt;
    this.token = signIn("desk0");
  }

  /**
   * What the registry has: buttons 5 km apart from each other, cameras and units around them.
   *
   * @param devices how many buttons, each at a site of its own
   * @param desks how many dispatchers
   */
  record County(int devices, int cameras, int units, int desks) {}

  /**
   * How the process is started.
   *
   * @param jvm options of the JVM
   * @param environment what is added to ours
   */
  record Launch(List<String> jvm, Map<String, String> environment) {
    static Launch heap(String size) {
      return new Launch(List.of("-Xmx" + size), Map.of());
    }
  }

  /**
   * Starts one and returns when it is ready.
   *
   * @param home an empty folder for its data, and for what it says on standard error
   * @param devices how many buttons it knows
   * @param heap its {@code -Xmx}
   */
  static GatewayProcess start(Path home, int devices, String heap)
      throws IOException, InterruptedException {
    return start(home, new County(devices, 0, 0, 1), Launch.heap(heap));
  }

  /** Likewise; a folder in which one has run before is taken as it is. */
  static GatewayProcess start(Path home, County county, Launch launch)
      throws IOException, InterruptedException {
    Path config = home.resolve("gateway.yaml");
    if (!Files.exists(config)) {
      registry(Files.createDirectories(home.resolve("registry")), county);
      Files.writeString(config, config(home, ServerCertificate.make(home), freePort()));
    }
    int tlsPort = tlsPort(config);
    // Beside it, for the disk may be full.
    Path errors = home.resolveSibling(home.getFileName() + "-errors.txt");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:MaxTenuringThreshold=2"); // As the unit and the image have them.
    command.add("-XX:G1HeapRegionSize=8m");
    command.addAll(launch.jvm());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "io.sharpeyes.gateway.Main",
            "serve",
            "--config",
            config.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(launch.environment());
    Process process = builder.start();
    // Whatever ends the benchmark ends it too.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        long readyAt = System.nanoTime();
        int port = Integer.parseInt(ready.group(2));
        return new GatewayProcess(
            process, errors, URI.create(ready.group(1)), port, tlsPort, readyAt);
      }
    }
    process.destroyForcibly();
    throw new IOException("the gateway ended before it was ready: " + Files.readString(errors));
  }

  private static int tlsPort(Path config) throws IOException {
    Matcher port = TLS_PORT.matcher(Files.readString(config));
    if (!port.find()) {
      throw new IOException(config + " names no TLS port");
    }
    return Integer.parseInt(port.group(1));
  }

  /** Each camera is looked at once, at the start: to look at them is another figure. */
  private static String config(Path home, ServerCertificate certificate, int tlsPort) {
    return """
        data: %1$s/data
        registry: %1$s/registry
        access:
          keyFile: %1$s/keys/gateway.key
        http:
          port: 0
        mqtt:
          host: 127.0.0.1
          port: 0
          tls:
            port: %4$d
            certificate: %2$s
            key: %3$s
        journal:
          reserveBytes: 8MiB
        video:
          networks: [127.0.0.0/8]
          alarmCameras: 0
          probe:
            interval: 24h
        """
        .formatted(home, certificate.chain(), certificate.key(), tlsPort);
  }

  private static void registry(Path folder, County county) throws IOException {
    Files.writeString(
        folder.resolve("districts.csv"), "code,name,parent\n" + DISTRICT + ",County,\n");
    StringBuilder people = new StringBuilder("user,name,role,district,password\n");
    for (int i = 0; i < county.desks; i++) {
      people.append("desk%d,Desk %d,dispatcher,%s,%s%n".formatted(i, i, DISTRICT, PASSWORD));
    }
    Files.writeString(folder.resolve("people.csv"), people);
    StringBuilder sites = new StringBuilder("id,name,kind,district,latitude,longitude\n");
    StringBuilder buttons = new StringBuilder("id,name,kind,site,secret\n");
    for (int i = 0; i < county.devices; i++) {
      sites.append("s%d,House %d,household,%s,%s%n".formatted(i, i, DISTRICT, place(i, 0)));
      buttons.append("d%d,Button %d,button,s%d,%s%n".formatted(i, i, i, SECRET));
    }
    Files.writeString(folder.resolve("sites.csv"), sites);
    Files.writeString(folder.resolve("devices.csv"), buttons);
    if (county.cameras > 0) {
      Files.writeString(folder.resolve("cameras.csv"), cameras(county));
    }
    if (county.units > 0) {
      Files.writeString(folder.resolve("units.csv"), units(county));
    }
  }

  private static StringBuilder cameras(County county) {
    StringBuilder cameras =
        new StringBuilder(
            "id,name,district,zone,latitude,longitude,azimuthDeg,fieldOfViewDeg,rangeM"
                + ",url,user,password\n");
    for (int i = 0; i < county.cameras; i++) {
      String place = place(i % county.devices, 1 + i / county.devices);
      cameras.append(
          "c%d,Camera %d,%s,public,%s,%d,90,80,%s%n"
              .formatted(i, i, DISTRICT, place, i * 37 % 360, Cameras.ALL.row(i)));
    }
    return cameras;
  }

  private static StringBuilder units(County county) {
    StringBuilder units = new StringBuilder("id,name,kind,district,latitude,longitude,phone\n");
    for (int i = 0; i < county.units; i++) {
      int site = (int) (i * 7_919L % county.devices);
      units.append("u%d,Unit %d,car,%s,%s,14200000062%n".formatted(i, i, DISTRICT, place(site, 9)));
    }
    return units;
  }

  /** Latitude and longitude of the n-th thing at a site, each some 60 m further off. */
  private static String place(int site, int nth) {
    int row = site / SITES_IN_A_ROW;
    double latitude = 24 + row * DEGREES_OF_5_KM + nth * 0.0004;
    double longitude = 112 + site % SITES_IN_A_ROW * DEGREES_OF_5_KM + nth * 0.0004;
    return "%.4f,%.4f".formatted(latitude, longitude);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Gives a bearer token of a dispatcher, {@code desk0} …. */
  String signIn(String user) throws IOException, InterruptedException {
    String body = "{\"user\":\"" + user + "\",\"password\":\"" + PASSWORD + "\"}";
    HttpRequest login =
        HttpRequest.newBuilder(http.resolve("/api/v1/login"))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    String answer = client.send(login, BodyHandlers.ofString()).body();
    Matcher found = TOKEN.matcher(answer);
    if (!found.find()) {
      throw new IOException("no sign-in: " + answer);
    }
    return found.group(1);
  }

  /** Puts the first so many units on duty. */
  void onDuty(int units) throws IOException, InterruptedException {
    for (int i = 0; i < units; i++) {
      HttpRequest duty =
          HttpRequest.newBuilder(http.resolve("/api/v1/units/u" + i + "/duty"))
              .header("Content-Type", "application/json")
              .header("Authorization", "Bearer " + token)
              .PUT(BodyPublishers.ofString("{\"onDuty\":true}"))
              .build();
      HttpResponse<String> answer = client.send(duty, BodyHandlers.ofString());
      if (answer.statusCode() / 100 != 2) {
        throw new IOException("no duty for u" + i + ": " + answer.body());
      }
    }
  }

  HttpClient client() {
    return client;
  }

  URI http() {
    return http;
  }

  String token() {
    return token;
  }

  int mqttPort() {
    return mqttPort;
  }

  int tlsPort() {
    return tlsPort;
  }

  /** Resident memory, MiB. */
  long residentMib() throws IOException {
    return residentKib() / 1024;
  }

  /** Resident memory, KiB. */
  long residentKib() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(-1);
    }
  }

  /** Bytes of the heap that are alive, after a whole collection. */
  long liveHeapBytes() throws IOException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process histogram = new ProcessBuilder(jcmd, "" + process.pid(), "GC.class_histogram").start();
    try (BufferedReader lines = histogram.inputReader()) {
      String total =
          lines.lines().filter(line -> line.startsWith("Total")).findFirst().orElse("Total 0 -1");
      return Long.parseLong(total.trim().split("\\s+", -1)[2]);
    }
  }

  /**
   * Waits until what a start brings, such as first looks, is done; what is left after 60 s it does
   * all day.
   */
  void settle() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    Duration before;
    do {
      before = cpu();
      TimeUnit.SECONDS.sleep(1);
    } while (cpu().minus(before).toMillis() > 150 && System.nanoTime() < end);
  }

  /** Seconds from a moment, as {@code System.nanoTime} tells it, until it said it was ready. */
  double readyAfterSeconds(long begunNanos) {
    return (readyAt - begunNanos) / 1e9;
  }

  /** Processor time it has used so far. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** Kills it: nothing is closed, nothing is stored. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** The sum of all samples of a metric whose line begins so; 0 if there is none. */
  double metric(String start) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(http.resolve("/metrics"))
            .header("Authorization", "Bearer " + token)
            .build();
    return client
        .send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(start))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Lines on standard error so far. */
  long logLines() throws IOException {
    try (Stream<String> lines = Files.lines(errors, StandardCharsets.UTF_8)) {
      return lines.count();
    }
  }

  /** The last lines on standard error. */
  String lastWords() throws IOException {
    List<String> lines = Files.readAllLines(errors, StandardCharsets.UTF_8);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }

  /** Sends a signal, such as STOP or CONT. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (process.waitFor(15, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
