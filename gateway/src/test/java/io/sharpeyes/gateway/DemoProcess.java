package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo county in a process of its own, on ports of its own, that can be killed. */
final class DemoProcess implements AutoCloseable {

  static final ObjectMapper JSON = ApiClient.JSON;

  private static final Pattern CONSOLE = Pattern.compile("Console\\s+(http://\\S+)");
  private static final Pattern DEVICES = Pattern.compile("mqtt://127\\.0\\.0\\.1:(\\d+)");

  private final Process process;
  private final ApiClient api;
  private final int mqttPort;

  private DemoProcess(Process process, String address, int mqttPort) {
    this.process = process;
    this.api = new ApiClient(address);
    this.mqttPort = mqttPort;
  }

  /** Starts one; returns when it says that it runs. */
  static DemoProcess start(Path data) throws IOException {
    return start(data, List.of());
  }

  /** Starts one that may have so many files and sockets open. */
  static DemoProcess startWithOpenFiles(Path data, int most) throws IOException {
    return start(data, List.of("sh", "-c", "ulimit -n " + most + " && exec \"$@\"", "sh"));
  }

  private static DemoProcess start(Path data, List<String> through) throws IOException {
    List<String> command = new ArrayList<>(through);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of("demo", "--quiet", "--data", data.toString()));
    command.addAll(List.of("--http-port", "0", "--mqtt-port", "0", "--rtsp-port", "0"));
    Process process =
        new ProcessBuilder(command).redirectError(data.resolve("errors.txt").toFile()).start();
    BufferedReader out = process.inputReader();
    StringBuilder said = new StringBuilder();
    String address = null;
    int mqttPort = -1;
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      said.append(line).append('\n');
      Matcher console = CONSOLE.matcher(line);
      Matcher devices = DEVICES.matcher(line);
      address = console.find() ? console.group(1) : address;
      mqttPort = devices.find() ? Integer.parseInt(devices.group(1)) : mqttPort;
      if (line.startsWith("Ctrl-C") && address != null) {
        return new DemoProcess(process, address, mqttPort);
      }
    }
    process.destroyForcibly();
    throw new IOException("the demo ended before it ran; it said: " + said);
  }

  String address() {
    return api.address();
  }

  int port() {
    return URI.create(api.address()).getPort();
  }

  int mqttPort() {
    return mqttPort;
  }

  HttpClient client() {
    return api.client();
  }

  /** Signs somebody of the demo county in. */
  String token(String user) throws IOException, InterruptedException {
    return api.token(user);
  }

  /** Asks the API. */
  JsonNode get(String path, String token) throws IOException, InterruptedException {
    return api.get(path, token);
  }

  /** Has the API do something. */
  JsonNode post(String path, String body, String token) throws IOException, InterruptedException {
    return api.post(path, body, token);
  }

  /**
   * A press over HTTP, as the device itself.
   *
   * @return its incident
   */
  String raise(String button) throws IOException, InterruptedException {
    String secret =
        Base64.getEncoder().encodeToString((button + ":demo").getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address() + "/api/v1/alarms"))
            .header("Authorization", "Basic " + secret)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{}"))
            .build();
    HttpResponse<String> answer = client().send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 201) {
      throw new IOException("a press was answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("incident").asText();
  }

  /** {@code kill -9}: nothing is said or written any more. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** SIGTERM. */
  int stop() throws InterruptedException {
    process.destroy();
    return process.waitFor(15, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  @Override
  public void close() {
    kill();
  }
}
