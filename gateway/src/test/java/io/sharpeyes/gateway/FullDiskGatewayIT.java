package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.gateway.PictureGateway.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk fills up under a whole gateway: pictures stop first, and that is told; presses go on
 * from the reserve; beyond it they are not acknowledged, but a desk sees them; and it mends itself.
 */
class FullDiskGatewayIT {

  private static final long MIB = 1 << 20;
  private static final String DEAD = "rtsp://127.0.0.1:9/none";

  private final HttpClient client = HttpClient.newHttpClient();
  private int acked;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path temp;

  @Test
  void picturesStopFirstAndAlarmsAreShownToTheLast() throws Exception {
    Path disk = Files.createDirectory(temp.resolve("disk"));
    if (run("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", disk.toString()) != 0) {
      Assumptions.abort("SKIPPED: a small tmpfs can't be mounted here; that needs root");
    }
    try {
      fillAndMend(disk);
    } finally {
      run("umount", disk.toString());
    }
  }

  private void fillAndMend(Path disk) throws Exception {
    Map<String, String> settings =
        Map.of("journal.reserveBytes", "4MiB", "video.minFreeBytes", "32MiB");
    Path ballast = disk.resolve("ballast");
    try (PictureGateway gateway = new PictureGateway(disk, DEAD, DEAD, settings)) {
      Path reserve = disk.resolve("data/journal/reserve");
      PictureGateway.until("the reserve is made", () -> Files.exists(reserve));
      assertThat(metric(gateway, "sharpeyes_evidence_room")).isEqualTo(1);
      assertThat(faults(gateway)).isEmpty();

      // Below what is kept free pictures stop, and that is told; presses go on.
      leave(disk, ballast, 24 * MIB);
      PictureGateway.until("pictures stop", () -> metric(gateway, "sharpeyes_evidence_room") == 0);
      assertThat(faults(gateway)).containsExactly("no-room-for-pictures");
      assertThat(press(gateway)).isEqualTo(201);

      // Full: the reserve first; then nothing is acknowledged, but the desk sees it.
      EventReader desk =
          EventReader.serverSent(client, gateway.address(), gateway.token("dispatcher"), "");
      desk.await("heartbeat");
      leave(disk, ballast, 64 << 10);
      while (press(gateway) == 201) {
        // From the reserve.
      }
      assertThat(reserve).doesNotExist();
      JsonNode unstored = desk.await("alarm.unstored");
      assertThat(unstored.path("subject").asText()).isEqualTo("button-1");
      assertThat(unstored.path("data").path("place").path("siteName").asText()).isNotEmpty();
      assertThat(metric(gateway, "sharpeyes_journal_unstored_total")).isPositive();
      assertThat(faults(gateway)).containsExactly("no-room-for-pictures", "no-room-for-alarms");

      // There is room again: it mends itself.
      Files.delete(ballast);
      PictureGateway.until("presses are taken again", () -> press(gateway) == 201);
      PictureGateway.until("pictures go on", () -> metric(gateway, "sharpeyes_evidence_room") == 1);
      PictureGateway.until("no fault is told", () -> faults(gateway).isEmpty());
      assertThat(reserve).exists();
    }
    try (PictureGateway again = new PictureGateway(disk, DEAD, DEAD, settings)) {
      assertThat(presses(again)).as("acknowledged, and there after a restart").isEqualTo(acked);
    }
  }

  private int press(PictureGateway gateway) throws Exception {
    Answer answer =
        gateway.post(gateway.token("dispatcher"), "/alarms", "{\"device\":\"button-1\"}");
    acked += answer.status() == 201 ? 1 : 0;
    assertThat(answer.status()).as(answer.toString()).isIn(201, 429, 503);
    return answer.status() == 429 ? 201 : answer.status();
  }

  private static int presses(PictureGateway gateway) throws Exception {
    int presses = 0;
    for (JsonNode one :
        gateway.get(gateway.token("dispatcher"), "/incidents").json().path("items")) {
      presses += one.path("presses").path("count").asInt();
    }
    return presses;
  }

  /** What the health report says of the gateway's own disk. */
  private static List<String> faults(PictureGateway gateway) throws Exception {
    List<String> codes = new ArrayList<>();
    for (JsonNode group :
        gateway.get(gateway.token("maintenance"), "/health-report").json().path("groups")) {
      if (group.path("cause").asText().equals("disk")) {
        group.path("faults").forEach(fault -> codes.add(fault.path("code").asText()));
      }
    }
    return codes;
  }

  private double metric(PictureGateway gateway, String name) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + "/metrics")).GET().build();
    return client
        .send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no metric " + name));
  }

  private static void leave(Path disk, Path ballast, long free) throws IOException {
    long now = Files.exists(ballast) ? Files.size(ballast) : 0;
    long more = Files.getFileStore(disk).getUsableSpace() - free;
    Files.deleteIfExists(ballast);
    Files.write(ballast, new byte[(int) (now + more)]);
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
