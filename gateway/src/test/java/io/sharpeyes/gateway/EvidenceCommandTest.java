package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.gateway.access.AuditRow;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A package out of a running gateway and out of a stopped one; checked with the key alone. */
class EvidenceCommandTest {

  private static final String DEAD = "rtsp://127.0.0.1:9/none";

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Object... words) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    String[] arguments = new String[words.length];
    for (int i = 0; i < words.length; i++) {
      arguments[i] = words[i].toString();
    }
    return Main.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void exportsFromAServerAndFromAFolderAndVerifiesAnywhere() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "data: data\nregistry: registry\naccess:\n  keyFile: keys/gateway.key\n");
    Path password = Files.writeString(folder.resolve("password"), "demo\n");
    Path online = folder.resolve("online.zip");
    String incident;
    try (PictureGateway gateway = new PictureGateway(folder, DEAD, DEAD, Map.of())) {
      incident = gateway.press("button-1");
      gateway.post(gateway.token("dispatcher"), "/incidents/" + incident + "/claim", "");
      assertThat(
              run(
                  "evidence",
                  "export",
                  incident,
                  "--server",
                  gateway.address(),
                  "--user",
                  "dispatcher",
                  "--password-file",
                  password,
                  "--to",
                  online))
          .as(err.toString())
          .isZero();
      assertThat(
              run(
                  "evidence",
                  "export",
                  incident,
                  "--server",
                  gateway.address(),
                  "--user",
                  "dispatcher-2",
                  "--password-file",
                  password,
                  "--to",
                  folder.resolve("no.zip")))
          .isEqualTo(1);
      assertThat(err.toString()).contains("HTTP 403");
      assertThat(folder.resolve("no.zip")).doesNotExist();
      // Beside a gateway that runs nobody writes to its audit.
      assertThat(
              run(
                  "evidence",
                  "export",
                  incident,
                  "-c",
                  config,
                  "--reason",
                  "test",
                  "--to",
                  folder.resolve("no.zip")))
          .isEqualTo(1);
      assertThat(err.toString()).contains("A gateway is running");
    }
    assertThat(run("keys", "public", "-c", config)).isZero();
    Path key = Files.writeString(folder.resolve("public.pem"), out.toString());
    assertThat(out.toString()).startsWith("-----BEGIN PUBLIC KEY-----");

    Path offline = folder.resolve("offline.zip");
    assertThat(run("evidence", "export", incident, "-c", config, "--to", offline)).isEqualTo(2);
    assertThat(err.toString()).contains("--reason");
    assertThat(
            run("evidence", "export", incident, "-c", config, "--reason", "court", "--to", offline))
        .as(err.toString())
        .isZero();

    for (Path file : new Path[] {online, offline}) {
      assertThat(run("evidence", "verify", file, "--key", key)).as(out.toString()).isZero();
      assertThat(out.toString())
          .contains("whole    incident.json")
          .contains("The package is whole: incident " + incident);
    }
    byte[] bytes = Files.readAllBytes(offline);
    bytes[100] ^= 1;
    Files.write(offline, bytes);
    assertThat(run("evidence", "verify", offline, "--key", key)).isEqualTo(1);
    assertThat(out.toString()).contains("THE PACKAGE IS NOT WHOLE");
    assertThat(run("evidence", "verify", offline, "--key", offline)).isEqualTo(2);
    assertThat(run("evidence", "verify", folder.resolve("none.zip"), "--key", key)).isEqualTo(1);
    assertThat(run("evidence", "export", "../../etc", "-c", config)).isEqualTo(2);
    assertThat(run("audit", "verify", "-c", config)).isZero();
  }

  @Test
  void whatTheCommandDidIsInTheAudit() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("gateway.yaml"),
            "data: data\nregistry: registry\naccess:\n  keyFile: keys/gateway.key\n");
    String incident;
    try (PictureGateway gateway = new PictureGateway(folder, DEAD, DEAD, Map.of())) {
      incident = gateway.press("button-1");
    }
    assertThat(
            run(
                "evidence",
                "export",
                incident,
                "-c",
                config,
                "--reason",
                "court 17",
                "--to",
                folder.resolve("x.zip")))
        .isZero();
    try (PictureGateway gateway = new PictureGateway(folder, DEAD, DEAD, Map.of())) {
      assertThat(gateway.audit())
          .filteredOn(row -> row.action().equals("export"))
          .singleElement()
          .extracting(AuditRow::detail)
          .asString()
          .contains("court 17");
    }
  }
}
