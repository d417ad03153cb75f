package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.simulator.SimulatedButton;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code backup} beside a gateway under load, and {@code restore} to another place. */
@Timeout(600)
class BackupIT {

  private static final int BUTTONS = 10;

  private final Vertx vertx = Vertx.vertx();
  private final NetClient client = vertx.createNetClient();
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger number = new AtomicInteger();
  private String said = "";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @AfterEach
  void closeClients() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void whatWasAcknowledgedBeforeTheBackupBeganIsThereAfterTheRestore() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    Path backup = temp.resolve("backup");
    Set<String> before;
    try (DemoProcess demo = DemoProcess.start(home)) {
      List<SimulatedButton> buttons = connect(demo);
      long pressing = vertx.setPeriodic(2, tick -> press(buttons, "p" + number.incrementAndGet()));
      awaitAcks(300);
      before = Set.copyOf(acknowledged);

      assertThat(run("backup", "--config", config(home), "--to", backup.toString()))
          .as(said)
          .isZero();
      assertThat(said).contains("The key file", "is not in it");
      awaitAcks(before.size() + 100);
      vertx.cancelTimer(pressing);
      demo.kill();
      buttons.forEach(SimulatedButton::close);
    }
    assertThat(backup.resolve("gateway.key")).doesNotExist();
    refusesWhatIsNoBackup(home, backup);

    Path other = Files.createDirectory(temp.resolve("other"));
    assertThat(restore(other, backup)).as("without the key file").isEqualTo(1);
    assertThat(said).contains("It was restored into", "of no use without the key file");
    assertThat(restore(other, backup)).as("once more").isEqualTo(1);
    assertThat(said).contains("is not empty");
    FileUtils.copyDirectory(home.resolve("keys").toFile(), other.resolve("keys").toFile());
    assertThat(run("restore", "--check", "--config", config(other), "--from", backup.toString()))
        .as(said)
        .isZero();
    assertAllIsThere(other, before);
  }

  private void assertAllIsThere(Path home, Set<String> before) throws Exception {
    try (DemoProcess demo = DemoProcess.start(home)) {
      List<String> heard = hear(demo, before);
      assertThat(heard).doesNotHaveDuplicates().containsAll(before);
      // A device that tries again is known: the memory of presses came back too.
      List<SimulatedButton> buttons = connect(demo);
      String known = before.iterator().next();
      await(press(buttons, known));
      await(press(buttons, "new"));
      List<String> all = hear(demo, Set.of("new"));
      assertThat(all).doesNotHaveDuplicates().contains("new");
      buttons.forEach(SimulatedButton::close);
      assertThat(demo.stop()).isZero();
    }
    assertThat(run("audit", "verify", "--config", config(home))).as(said).isZero();
  }

  private void refusesWhatIsNoBackup(Path home, Path backup) throws IOException {
    Path other = Files.createDirectory(temp.resolve("refusing"));
    Path copy = temp.resolve("copy");
    FileUtils.copyDirectory(backup.toFile(), copy.toFile());
    Files.writeString(copy.resolve("audit.db"), "x", StandardOpenOption.APPEND);
    assertThat(restore(other, copy)).isEqualTo(1);
    assertThat(said).contains("damaged: audit.db was changed");
    Files.delete(copy.resolve("backup.json"));
    assertThat(restore(other, copy)).isEqualTo(1);
    assertThat(said).contains("never finished");
    assertThat(other.resolve("data")).doesNotExist();
    assertThat(run("backup", "--config", config(home), "--to", copy.toString())).isEqualTo(1);
    assertThat(said).contains("is not empty");
  }

  @Test
  void nothingStartsOnHalfARestore() throws Exception {
    Path data = temp.resolve("data");
    try (DataFolder held = DataFolder.lock(data)) {
      held.beginRestore();
    }
    assertThatThrownBy(() -> DataFolder.lock(data))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not wholly restored")
        .hasMessageContaining("restore the backup again");
  }

  /** Else a restore would let everybody in by password alone. */
  @Test
  void secondFactorsComeBackToo() throws Exception {
    Path home = Files.createDirectory(temp.resolve("home"));
    try (DemoProcess demo = DemoProcess.start(home)) {
      assertThat(demo.stop()).isZero();
    }
    String kept = "{\"format\":1,\"people\":{}}";
    Files.writeString(home.resolve("data/second-factors.json"), kept);
    Path backup = temp.resolve("backup");
    assertThat(run("backup", "--config", config(home), "--to", backup.toString()))
        .as(said)
        .isZero();
    Path other = Files.createDirectory(temp.resolve("other"));
    FileUtils.copyDirectory(home.resolve("keys").toFile(), other.resolve("keys").toFile());
    assertThat(restore(other, backup)).as(said).isZero();
    assertThat(other.resolve("data/second-factors.json")).hasContent(kept);
  }

  @Test
  void aBackupNamesFilesOfItsOwnOnly() {
    for (String folder : List.of(".", "..", "backup", "/backups/today")) {
      assertThat(BackupManifest.isWithin(Path.of(folder), "journal/log.db")).as(folder).isTrue();
      for (String outside : List.of("../x", "journal/../../x", "/etc/passwd")) {
        assertThat(BackupManifest.isWithin(Path.of(folder), outside)).as(folder).isFalse();
      }
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void theDataFolderIsForItsOwnerOnly() throws Exception {
    Path data = temp.resolve("new/data");
    DataFolder.lock(data).close();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
  }

  private int restore(Path home, Path backup) throws IOException {
    return run("restore", "--config", config(home), "--from", backup.toString());
  }

  /** As the demo lays its folder out. */
  private String config(Path home) throws IOException {
    Path file = temp.resolve(home.getFileName() + ".yaml");
    Files.writeString(
        file, "data: " + home + "/data\naccess:\n  keyFile: " + home + "/keys/gateway.key\n");
    return file.toString();
  }

  private int run(String... words) {
    StringWriter text = new StringWriter();
    PrintWriter writer = new PrintWriter(text, true);
    int code = Main.commandLine().setOut(writer).setErr(writer).execute(words);
    said = text.toString();
    return code;
  }

  private List<SimulatedButton> connect(DemoProcess demo) throws Exception {
    SocketAddress address = SocketAddress.inetSocketAddress(demo.mqttPort(), "127.0.0.1");
    List<SimulatedButton> buttons =
        IntStream.rangeClosed(1, BUTTONS)
            .mapToObj(
                i ->
                    new SimulatedButton(
                        vertx,
                        client,
                        address,
                        new DeviceId("button-" + i),
                        "demo",
                        new SimulatedButton.Listener() {}))
            .toList();
    await(Future.all(buttons.stream().map(SimulatedButton::connect).toList()));
    return buttons;
  }

  private Future<Void> press(List<SimulatedButton> buttons, String id) {
    byte[] payload = ("{\"press\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8);
    return buttons
        .get(Math.floorMod(id.hashCode(), BUTTONS))
        .publish("alarm", payload)
        .onSuccess(v -> acknowledged.add(id));
  }

  private void awaitAcks(int count) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (acknowledged.size() < count) {
      assertThat(System.nanoTime()).as("time for " + count + " acknowledgements").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** The presses on the event stream from its beginning, until all that are wanted were heard. */
  private static List<String> hear(DemoProcess demo, Set<String> wanted) throws Exception {
    List<String> heard = new ArrayList<>();
    Set<String> missing = ConcurrentHashMap.newKeySet();
    missing.addAll(wanted);
    EventReader reader = EventReader.webSocket(demo, demo.token("dispatcher"), "?after=0");
    reader.await(
        event -> {
          if (event.path("type").asText().equals("alarm.raised")) {
            JsonNode press = event.at("/data/alarm/press");
            heard.add(press.asText());
            missing.remove(press.asText());
          }
          return missing.isEmpty();
        });
    return heard;
  }

  private static void await(Future<?> future) throws Exception {
    future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
