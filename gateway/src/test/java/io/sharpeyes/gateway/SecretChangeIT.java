package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A secret or a person's rights that are changed count at once, on what is open too. */
@Timeout(180)
class SecretChangeIT {

  private static Mqtt3BlockingClient connected(TownsGateway gateway, String device, String secret) {
    Mqtt3BlockingClient client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(device)
            .serverHost("127.0.0.1")
            .serverPort(gateway.gateway.mqttPort())
            .simpleAuth()
            .username(device)
            .password(secret.getBytes(StandardCharsets.UTF_8))
            .applySimpleAuth()
            .buildBlocking();
    try {
      client.connect();
    } catch (RuntimeException refused) {
      // Its state tells.
    }
    return client;
  }

  private static void change(TownsGateway gateway, String file, String text) throws Exception {
    Map<String, String> admin = gateway.as("admin");
    HttpResponse<String> answer =
        gateway.http.send(
            HttpRequest.newBuilder(gateway.uri("/api/v1/registry/import"))
                .header("Authorization", String.valueOf(admin.get("Authorization")))
                .header("Content-Type", "application/zip")
                .POST(BodyPublishers.ofByteArray(zip(file, text)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private static byte[] zip(String name, String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      out.putNextEntry(new ZipEntry(name));
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  @Test
  void aDeviceWhoseSecretWasChangedIsCutOffAndComesBackWithTheNewOneOnly(@TempDir Path folder)
      throws Exception {
    try (TownsGateway gateway = new TownsGateway(folder)) {
      String old = TwoTowns.secret("button-east-1");
      Mqtt3BlockingClient changed = connected(gateway, "button-east-1", old);
      Mqtt3BlockingClient other =
          connected(gateway, "button-east-2", TwoTowns.secret("button-east-2"));
      assertThat(changed.getState().isConnected()).isTrue();
      change(
          gateway,
          "devices.csv",
          "id,name,kind,site,secret\nbutton-east-1,B,button,east-1,a-new-secret-1234\n");
      TownsGateway.until("it is cut off", () -> !changed.getState().isConnected());
      assertThat(other.getState().isConnected()).isTrue();
      assertThat(connected(gateway, "button-east-1", old).getState().isConnected()).isFalse();
      Mqtt3BlockingClient again = connected(gateway, "button-east-1", "a-new-secret-1234");
      assertThat(again.getState().isConnected()).isTrue();
      again.disconnect();
      other.disconnect();
    }
  }

  @Test
  void whoseRoleOrPasswordWasChangedHasNoStreamAnyMore(@TempDir Path folder) throws Exception {
    try (TownsGateway gateway = new TownsGateway(folder)) {
      Map<String, String> dispatcher = gateway.as("dispatcher-east");
      Map<String, String> head = gateway.as("head-east");
      try (Desk demoted = Desk.open(gateway, dispatcher);
          Desk renewed = Desk.open(gateway, head)) {
        change(
            gateway,
            "people.csv",
            """
            user,name,role,district,password
            dispatcher-east,D,maintenance,350701000000,
            head-east,Person head-east,head,350701000000,another-password
            """);
        assertThat(demoted.closed()).isEqualTo(4401);
        assertThat(renewed.closed()).isEqualTo(4401);
        assertThat(gateway.ask("GET", "/api/v1/incidents", null, dispatcher).statusCode())
            .isEqualTo(403);
        assertThat(gateway.ask("GET", "/api/v1/incidents", null, head).statusCode()).isEqualTo(401);
      }
    }
  }
}
