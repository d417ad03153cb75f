package io.sharpeyes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
  private static final Pattern TOKEN = Pattern.compile("\"token\"\\s*:\\s*\"([^\"]+)\"");
  private static final double DEGREES_OF_5_KM = 0.05;
  private static final int SITES_IN_A_ROW = 125;

  private final HttpClient client = HttpClient.newHttpClient();
  private final Process process;
  private final Path errors;
  private final URI http;
  private final int mqttPort;
  private final int tlsPort;
  private final String token;

  private GatewayProcess(Process process, Path errors, URI http, int mqttPort, int tlsPort)
      throws IOException, InterruptedException {
    this.process = process;
    this.errors = errors;
    this.http = http;
    this.mqttPort = mqttPort;
    this.tlsPort = tlsPort;
    this.token = signIn();
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
    Path csv = Files.createDirectories(home.resolve("registry"));
    registry(csv, devices);
    ServerCertificate certificate = ServerCertificate.make(home);
    int tlsPort = freePort();
    Path config =
        Files.writeString(home.resolve("gateway.yaml"), config(home, certificate, tlsPort));
    // Beside it, for the disk may be full.
    Path errors = home.resolveSibling(home.getFileName() + "-errors.txt");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + heap,
            "-cp",
            System.getProperty("java.class.path"),
            "io.sharpeyes.gateway.Main",
            "serve",
            "--config",
            config.toString());
    Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher ready = READY.matcher(line);
      if (ready.find()) {
        int port = Integer.parseInt(ready.group(2));
        return new GatewayProcess(process, errors, URI.create(ready.group(1)), port, tlsPort);
      }
    }
    process.destroyForcibly();
    throw new IOException("the gateway ended before it was ready: " + Files.readString(errors));
  }

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
        """
        .formatted(home, certificate.chain(), certificate.key(), tlsPort);
  }

  private static void registry(Path folder, int devices) throws IOException {
    Files.writeString(folder.resolve("districts.csv"), "code,name,parent\n350700000000,County,\n");
    Files.writeString(
        folder.resolve("people.csv"),
        "user,name,role,district,password\ndesk,Desk,dispatcher,350700000000," + PASSWORD + "\n");
    StringBuilder sites = new StringBuilder("id,name,kind,district,latitude,longitude\n");
    StringBuilder buttons = new StringBuilder("id,name,kind,site,secret\n");
    for (int i = 0; i < devices; i++) {
      int row = i / SITES_IN_A_ROW;
      double latitude = 24 + row * DEGREES_OF_5_KM;
      double longitude = 112 + i % SITES_IN_A_ROW * DEGREES_OF_5_KM;
      sites.append(
          "s%d,House %d,household,350700000000,%.4f,%.4f%n".formatted(i, i, latitude, longitude));
      buttons.append("d%d,Button %d,button,s%d,%s%n".formatted(i, i, i, SECRET));
    }
    Files.writeString(folder.resolve("sites.csv"), sites);
    Files.writeString(folder.resolve("devices.csv"), buttons);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String signIn() throws IOException, InterruptedException {
    String body = "{\"user\":\"desk\",\"password\":\"" + PASSWORD + "\"}";
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
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1);
    }
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
