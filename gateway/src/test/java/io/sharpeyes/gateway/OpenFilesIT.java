package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More silent connections than the process may have files open, and the desks go on. */
class OpenFilesIT {

  private static final Pattern REFUSED =
      Pattern.compile(
          "sharpeyes_rejected_total\\{[^}]*reason=\"too-many-connections\"[^}]*} ([0-9.]+)");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path data;

  @Test
  void silentConnectionsLeaveFilesForDesks() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (DemoProcess gateway = DemoProcess.startWithOpenFiles(data, 1_500)) {
      for (int i = 0; i < 1_700; i++) {
        silent.add(new Socket(InetAddress.getLoopbackAddress(), gateway.mqttPort()));
      }
      PictureGateway.until("devices beyond the bound are refused", () -> refused(gateway) > 0);
      assertThat(gateway.token("dispatcher")).isNotEmpty();
      assertThat(Files.readString(data.resolve("errors.txt")))
          .containsOnlyOnce("fewer MQTT connections are admitted")
          .contains("openFiles=1500 admitted=1000 maxConnections=100000")
          .doesNotContain("Too many open files");
    } finally {
      for (Socket one : silent) {
        one.close();
      }
    }
  }

  private static double refused(DemoProcess gateway) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(gateway.address() + "/metrics"))
            .timeout(Duration.ofSeconds(5))
            .build();
    Matcher refused =
        REFUSED.matcher(gateway.client().send(request, BodyHandlers.ofString()).body());
    return refused.find() ? Double.parseDouble(refused.group(1)) : 0;
  }
}
