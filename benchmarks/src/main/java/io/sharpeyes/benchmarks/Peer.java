package io.sharpeyes.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A broker in a process of its own, with {@link BrokerDesk} in another. */
final class Peer implements AutoCloseable {

  /** Which broker. */
  enum Kind {
    HIVEMQ("HiveMQ CE 2025.5, file persistence"),
    ARTEMIS("ActiveMQ Artemis 2.44, journal synced"),
    MOSQUITTO("Mosquitto, nothing stored");

    private final String title;

    Kind(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  private final Process broker;
  private final Process bridge;
  private final int port;
  private final int deskPort;

  private Peer(Process broker, Process bridge, int port, int deskPort) {
    this.broker = broker;
    this.bridge = bridge;
    this.port = port;
    this.deskPort = deskPort;
  }

  /**
   * Starts one.
   *
   * @param environment what is added to ours
   */
  static Peer start(Kind kind, Path home, Map<String, String> environment) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Files.createDirectories(home);
    ProcessBuilder builder = new ProcessBuilder(command(kind, home, port));
    builder.environment().putAll(environment);
    Process broker =
        builder
            .redirectErrorStream(true)
            .redirectOutput(home.resolveSibling(home.getFileName() + "-says.txt").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::destroyForcibly));
    waitFor(port, broker);
    Process bridge =
        new ProcessBuilder(
                java(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                "io.sharpeyes.benchmarks.BrokerDesk",
                "" + port)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(bridge::destroyForcibly));
    BufferedReader out = bridge.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("READY ")) {
        return new Peer(broker, bridge, port, Integer.parseInt(line.substring(6)));
      }
    }
    broker.destroyForcibly();
    throw new IOException("no desk beside " + kind);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static List<String> command(Kind kind, Path home, int port) throws IOException {
    if (kind == Kind.MOSQUITTO) {
      Path config =
          Files.writeString(
              home.resolve("mosquitto.conf"),
              "listener %d 127.0.0.1%nallow_anonymous true%nset_tcp_nodelay true%nmax_inflight_messages 0%nmax_queued_messages 0%n"
                  .formatted(port));
      return List.of("/usr/sbin/mosquitto", "-c", config.toString());
    }
    String name = kind == Kind.HIVEMQ ? "hivemq" : "artemis";
    String program = kind == Kind.HIVEMQ ? "HiveMqPeer.java" : "ArtemisPeer.java";
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx2g"));
    for (String open : List.of("java.lang", "java.nio", "sun.nio.ch", "jdk.internal.misc")) {
      command.add("--add-opens=java.base/" + open + "=ALL-UNNAMED");
    }
    Path jars = Path.of("benchmarks", "target", "peers", name);
    if (!Files.isDirectory(jars)) {
      throw new IOException(
          jars
              + " is missing; mvn -f benchmarks/peers/pom.xml -P"
              + name
              + " dependency:copy-dependencies");
    }
    command.addAll(
        List.of(
            "-cp",
            jars + "/*",
            Path.of("benchmarks", "peers", program).toString(),
            home.toString(),
            "" + port));
    return command;
  }

  private static void waitFor(int port, Process broker) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (broker.isAlive() && System.nanoTime() < end) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException e) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
    broker.destroyForcibly();
    throw new IOException("the broker did not start");
  }

  int port() {
    return port;
  }

  int deskPort() {
    return deskPort;
  }

  @Override
  public void close() {
    bridge.destroyForcibly();
    broker.destroyForcibly();
  }
}
