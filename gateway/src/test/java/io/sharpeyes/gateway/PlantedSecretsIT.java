package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import io.sharpeyes.gateway.WhoMayTable.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * Plants secrets wherever the gateway takes some, lets it work and fail, and looks for them in all
 * that it leaves behind or tells: the data folder, the log at its most talkative, every answer, the
 * figures, threads and the process list; plain and in the usual encodings.
 */
@Timeout(300)
class PlantedSecretsIT {

  /** Everything that is logged, as it would be written. */
  private static final class Everything extends AppenderBase<ILoggingEvent> {
    final Queue<String> lines = new ConcurrentLinkedQueue<>();

    @Override
    protected void append(ILoggingEvent event) {
      StringBuilder line = new StringBuilder(event.getThreadName()).append(' ');
      line.append(event.getFormattedMessage());
      if (event.getKeyValuePairs() != null) {
        line.append(' ').append(event.getKeyValuePairs());
      }
      if (event.getThrowableProxy() != null) {
        line.append('\n').append(ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      lines.add(line.toString());
    }
  }

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final Everything logged = new Everything();
  private final Map<Logger, Level> levels = new LinkedHashMap<>();
  private final StringBuilder told = new StringBuilder();

  @BeforeEach
  void listen() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    logged.setContext(context);
    logged.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(logged);
    for (String name : List.of("io.sharpeyes", "io.vertx", "io.netty")) {
      Logger logger = context.getLogger(name);
      levels.put(logger, logger.getLevel());
      logger.setLevel(Level.DEBUG);
    }
  }

  @AfterEach
  void restore() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).detachAppender(logged);
    levels.forEach(Logger::setLevel);
  }

  @Test
  void noSecretIsFoundAnywhere() throws Exception {
    String totp;
    try (ServerSocket cameras = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      AtomicInteger asked = new AtomicInteger();
      Thread camera = new Thread(() -> refuseEverybody(cameras, asked), "camera");
      camera.setDaemon(true);
      camera.start();
      try (TownsGateway gateway =
          new TownsGateway(
              folder,
              "127.0.0.1:" + cameras.getLocalPort(),
              Map.of("video.networks", "[127.0.0.0/8]"))) {
        signInRightlyAndWrongly(gateway);
        totp = setUpSecondFactor(gateway);
        speakAsDevice(gateway);
        importSecrets(gateway);
        TownsGateway.until("a camera saw a password", () -> asked.get() >= 2);
        askEverything(gateway);
        Thread.getAllStackTraces().keySet().forEach(t -> told.append(t.getName()).append('\n'));
        told.append(Files.readString(Path.of("/proc/self/cmdline")));
      }
    }
    String log = String.join("\n", logged.lines);
    List<String> secrets = List.of(TwoTowns.PLANTED, TwoTowns.PLANTED_PIN, totp);
    for (String secret : secrets) {
      for (String form : forms(secret)) {
        assertThat(holds(log, form)).as("%s in the log", form).isFalse();
        assertThat(holds(told, form)).as("%s in an answer", form).isFalse();
      }
      searchFiles(folder.resolve("data"), forms(secret));
    }
    assertThat(log).as("the log was listened to").contains("MQTT server listens");
    assertThat(told.length()).as("the answers were read").isGreaterThan(10_000);
  }

  private static boolean holds(CharSequence text, String form) {
    return text.toString().contains(form);
  }

  /** Plain, reversed into the usual encodings, Base64 at each of its three alignments. */
  private static Set<String> forms(String secret) {
    Set<String> forms = new LinkedHashSet<>();
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    forms.add(secret);
    forms.add(HexFormat.of().formatHex(bytes));
    forms.add(HexFormat.of().withUpperCase().formatHex(bytes));
    for (int before = 0; before < 3; before++) {
      String encoded =
          Base64.getEncoder()
              .encodeToString(("x".repeat(before) + secret).getBytes(StandardCharsets.UTF_8));
      int from = before == 0 ? 0 : before + 1;
      forms.add(encoded.substring(from, encoded.length() - 4));
    }
    return forms;
  }

  private static void searchFiles(Path folder, Set<String> forms) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String form : forms) {
          assertThat(bytes.contains(form)).as("%s in %s", form, file).isFalse();
        }
      }
    }
  }

  /** Asks for a password, and takes none. */
  private static void refuseEverybody(ServerSocket server, AtomicInteger asked) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder heard = new StringBuilder();
        for (int next = in.read(); next >= 0; next = in.read()) {
          heard.append((char) next);
          if (heard.toString().endsWith("\r\n\r\n")) {
            asked.addAndGet(heard.indexOf("Authorization: ") >= 0 ? 1 : 0);
            String number = heard.toString().replaceAll("(?s).*CSeq: (\\d+).*", "$1");
            String answer =
                "RTSP/1.0 401 Unauthorized\r\nCSeq: "
                    + number
                    + "\r\nWWW-Authenticate: Basic realm=\"x\"\r\n\r\n";
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            heard.setLength(0);
          }
        }
      } catch (IOException gone) {
        // The next one.
      }
    }
  }

  private void hear(HttpResponse<String> answer) {
    told.append(answer.headers().map()).append(answer.body()).append('\n');
  }

  private void signInRightlyAndWrongly(TownsGateway gateway) throws Exception {
    String password = TwoTowns.password("head");
    hear(gateway.login("head", password, null));
    hear(gateway.login("head", password + "x", null));
    hear(gateway.login(password, "typed into the wrong field", null));
    hear(
        gateway.ask("GET", "/api/v1/me?token=" + password, null, Map.of()).statusCode() == 401
            ? gateway.ask("GET", "/api/v1/me", null, TownsGateway.bearer(password))
            : gateway.ask("GET", "/api/v1/me", null, Map.of()));
    String broken = "{\"user\":\"head\",\"password\":\"" + password;
    hear(gateway.ask("POST", "/api/v1/login", broken, Map.of()));
    String unknown = "{\"user\":\"head\",\"password\":\"" + password + "\",\"pasword\":1}";
    hear(gateway.ask("POST", "/api/v1/login", unknown, Map.of()));
    String secret = TwoTowns.secret("button-east-1");
    for (String given : List.of(secret, secret + "x")) {
      Map<String, String> device = TownsGateway.device("button-east-1", given);
      hear(gateway.ask("POST", "/api/v1/alarms", "{}", device));
    }
  }

  private String setUpSecondFactor(TownsGateway gateway) throws Exception {
    Map<String, String> who = gateway.as("maintenance");
    String path = "/api/v1/me/second-factor";
    HttpResponse<String> begun = gateway.ask("POST", path, null, who);
    String secret = TownsGateway.json(begun).path("secret").asText();
    String code = new TotpApp(secret).code(Instant.now());
    gateway.ask("POST", path + "/confirm", "{\"code\":\"" + code + "\"}", who);
    hear(gateway.login("maintenance", TwoTowns.password("maintenance"), secret));
    return secret;
  }

  private void speakAsDevice(TownsGateway gateway) {
    String secret = TwoTowns.secret("button-east-1");
    for (String given : List.of(secret + "x", secret)) {
      Mqtt3BlockingClient client =
          MqttClient.builder()
              .useMqttVersion3()
              .serverHost("127.0.0.1")
              .serverPort(gateway.gateway.mqttPort())
              .simpleAuth()
              .username("button-east-1")
              .password(given.getBytes(StandardCharsets.UTF_8))
              .applySimpleAuth()
              .buildBlocking();
      try {
        client.connect();
      } catch (RuntimeException refused) {
        continue;
      }
      publish(client, "alarm", "{\"press\":1}");
      for (String pin : List.of(TwoTowns.PLANTED_PIN + "1", TwoTowns.PLANTED_PIN + "2")) {
        publish(client, "cancel", "{\"press\":1,\"pin\":\"" + pin + "\"}");
        publish(client, "cancel", "{\"press\":1,\"pin\":" + pin + "}");
        publish(client, "cancel", "{\"press\":1,\"pin\":\"" + pin);
      }
      client.disconnect();
    }
  }

  private static void publish(Mqtt3BlockingClient client, String topic, String payload) {
    client
        .publishWith()
        .topic("sharpeyes/v1/button-east-1/" + topic)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(payload.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  private void importSecrets(TownsGateway gateway) throws Exception {
    Map<String, String> admin = gateway.as("admin");
    String planted = TwoTowns.PLANTED + "new";
    String devices = "id,name,kind,site,secret,pin,duressPin\nbutton-east-1,B,button,east-1,";
    String cameras = "id,name,district,site,zone,latitude,longitude,url,user,password\ncamera-x,C,";
    String where = TwoTowns.EAST + ",east-1,public,26,118,";
    for (byte[] zip :
        List.of(
            zip("devices.csv", devices + planted + ",12," + TwoTowns.PLANTED_PIN + "x\n"),
            zip("devices.csv", devices + planted + "," + TwoTowns.PLANTED_PIN + "3,\n"),
            zip("people.csv", "user,name,role,district,password\nx,X,king,1," + planted + "\n"),
            zip("cameras.csv", cameras + where + "rtsp://v:" + planted + "@host/1,,\n"),
            zip("cameras.csv", cameras + where + "nonsense " + planted + ",v," + planted + "\n"),
            zip("cameras.csv", cameras + where + "rtsp://host/1,," + planted + "\n"),
            zip("devices.csv", "\"" + planted))) {
      hear(
          gateway.http.send(
              HttpRequest.newBuilder(gateway.uri("/api/v1/registry/import"))
                  .header("Authorization", String.valueOf(admin.get("Authorization")))
                  .header("Content-Type", "application/zip")
                  .POST(BodyPublishers.ofByteArray(zip))
                  .build(),
              BodyHandlers.ofString()));
    }
  }

  private static byte[] zip(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  /** Every operation that reads, as everybody; lists, single things, timelines, figures. */
  private void askEverything(TownsGateway gateway) throws Exception {
    List<Map<String, String>> everybody = new ArrayList<>();
    for (String user :
        List.of("dispatcher", "head", "admin", "site", "patrol", "maintenance-east")) {
      everybody.add(gateway.as(user));
    }
    String incident =
        TownsGateway.json(gateway.ask("GET", "/api/v1/incidents", null, everybody.get(0)))
            .at("/items/0/id")
            .asText();
    for (Operation operation : new WhoMayTable().contractOperations()) {
      if (operation.method().equals("GET") && !operation.id().equals("readEvents")) {
        String path =
            operation
                .path()
                .replace("{incident}", incident)
                .replace("{camera}", "camera-east-1")
                .replace("{device}", "button-east-1")
                .replaceAll("\\{.*?}", "x");
        for (Map<String, String> who : everybody) {
          hear(gateway.ask("GET", path, null, who));
        }
      }
    }
  }
}
