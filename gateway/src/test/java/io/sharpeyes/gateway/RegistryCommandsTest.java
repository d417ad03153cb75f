package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryUpload;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RegistryCommandsTest {

  private final Path folder;
  private final Path config;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  RegistryCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.config = folder.resolve("gateway.yaml");
    Files.writeString(config, "registry: csv\n");
    Files.createDirectory(folder.resolve("csv"));
    write("districts.csv", "code,name,parent\n350428000000,将乐县,\n");
    write(
        "sites.csv", "id,name,kind,district,latitude,longitude\ns,=校,school,350428000000,26,118\n");
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve("csv").resolve(name), text);
  }

  private int run(Object command, Object... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> words = new ArrayList<>();
    for (Object argument : arguments) {
      words.add(argument.toString());
    }
    return new CommandLine(command)
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (failure, line, result) -> {
              line.getErr().println(failure.getMessage());
              return 1;
            })
        .execute(words.toArray(String[]::new));
  }

  private int importing(Object... more) {
    List<Object> words = new ArrayList<>(List.of("--config", config));
    words.addAll(List.of(more));
    return run(new ImportCommand(), words.toArray());
  }

  @Test
  void checkSaysThatNothingIsWrong() {
    assertThat(run(new CheckCommand(), "--config", config)).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            Registry: 1 districts, 1 sites, 0 devices, 0 cameras, 0 units, 0 people.
            Nothing is wrong.
            """);
  }

  @Test
  void checkSaysAllThatIsWrong() throws IOException {
    Files.writeString(
        config,
        """
        registry: csv
        mqtt:
          port: many
          tls: {certificate: c.pem, key: k.pem}
        access:
          keyFile: gateway.key
        """);
    Files.writeString(folder.resolve("gateway.key"), "{}");
    Files.setPosixFilePermissions(
        folder.resolve("gateway.key"), PosixFilePermissions.fromString("rw-r--r--"));
    write("units.csv", "id,name,kind,district,latitude,longitude\nu,x,ship,350428000000,26,118\n");
    assertThat(run(new CheckCommand(), "--config", config)).isEqualTo(2);
    assertThat(out.toString().lines())
        .hasSize(6)
        .satisfiesExactly(
            line -> assertThat(line).startsWith("gateway.yaml:3:mqtt.port: \"many\" is not a"),
            line -> assertThat(line).contains("c.pem:mqtt.tls.certificate: the file can't be read"),
            line -> assertThat(line).contains("k.pem:mqtt.tls.key: the file can't be read"),
            line -> assertThat(line).contains("gateway.key:access.keyFile", "chmod 600"),
            line -> assertThat(line).startsWith("units.csv:2:kind: \"ship\" is none of foot"),
            line -> assertThat(line).isEqualTo("5 problems."));
  }

  @Test
  void importsExportsAndImportsAgain() throws IOException {
    Path csv = folder.resolve("csv");
    write("devices.csv", "id,name,kind,site,secret\nb1,x,button,s,geheim\nb2,y,button,s,\n");
    Path[] files = {
      csv.resolve("districts.csv"), csv.resolve("sites.csv"), csv.resolve("devices.csv")
    };

    assertThat(importing(files[0], files[1], files[2], "--dry-run")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            districts: 1 (350428000000) added, 0 changed, 0 removed
            sites: 1 (s) added, 0 changed, 0 removed
            devices: 2 (b1 b2) added, 0 changed, 0 removed
            secrets and passwords: 1 set
            This is only a preview; nothing was changed.
            """);

    assertThat(importing((Object[]) files)).isZero();
    assertThat(out.toString())
        .contains("The registry was changed.")
        .containsPattern("\nb2,[a-z2-7]{26}\n")
        .doesNotContain("geheim");

    Path exported = folder.resolve("exported");
    assertThat(run(new ExportCommand(), "--config", config, "--to", exported)).isZero();
    assertThat(Files.readString(exported.resolve("sites.csv")).split("\r\n", -1))
        .containsExactly(
            "\uFEFFid,name,kind,district,latitude,longitude,address,accessNotes",
            "s,'=校,school,350428000000,26,118,,",
            "");
    assertThat(Files.readString(exported.resolve("devices.csv"))).doesNotContain("geheim");
    assertThat(run(new ExportCommand(), "--config", config, "--to", exported)).isEqualTo(1);
    assertThat(err.toString()).contains("--overwrite");
    assertThat(run(new ExportCommand(), "--config", config, "--to", exported, "--overwrite"))
        .isZero();

    assertThat(importing(exported.resolve("devices.csv"), exported.resolve("sites.csv"))).isZero();
    assertThat(out.toString()).isEqualTo("Everything is so already; nothing was changed.\n");
  }

  @Test
  void importTellsWhatIsWrongAndChangesNothing() throws IOException {
    Path bad = write("units.csv", "id,name,kind,district,latitude,longitude\nu,x,ship,1,26,118\n");
    assertThat(importing(bad)).isEqualTo(2);
    assertThat(out.toString())
        .contains("units.csv:2:kind", "units.csv:2:district", "2 problems; nothing was changed.");
    assertThat(importing(folder.resolve("csv/none.csv"))).isEqualTo(2);
    assertThat(out.toString()).contains("none.csv: it can't be read (NoSuchFileException)");
  }

  @Test
  void importKeepsAwayFromARunningGateway() throws IOException {
    try (DataFolder held = DataFolder.lock(folder.resolve("data"))) {
      assertThat(held.registry()).isEqualTo(folder.resolve("data/registry"));
      assertThat(importing(folder.resolve("csv/districts.csv"))).isEqualTo(1);
      assertThat(err.toString()).contains("A gateway is running", "--server");
    }
    assertThat(importing(folder.resolve("csv/districts.csv"))).isZero();
  }

  @Test
  void importWantsOneTarget() {
    Path file = folder.resolve("csv/districts.csv");
    assertThat(run(new ImportCommand(), file)).isEqualTo(2);
    assertThat(err.toString()).contains("--config", "--server");
    assertThat(run(new ImportCommand(), file, "--server", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(err.toString()).contains("--server needs --user");
    assertThat(importing(file, "--coordinates", "mars")).isEqualTo(2);
    assertThat(err.toString()).contains("'mars' is none of wgs-84, gcj-02, bd-09");
  }

  /** The server's side is played here; its real one is tested with the API. */
  @Test
  void importsOverTheApi() throws Exception {
    CompletableFuture<String> asked = new CompletableFuture<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/login",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          boolean good = body.contains("\"password\":\"pass\"");
          byte[] answer =
              (good ? "{\"token\":\"t0ken\"}" : "{\"detail\":\"Check both.\"}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(good ? 200 : 401, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.createContext(
        "/api/v1/registry/import",
        exchange -> {
          List<RegistryFile> files =
              RegistryUpload.unzip(exchange.getRequestBody().readAllBytes(), 1 << 20);
          asked.complete(
              exchange.getRequestURI().getQuery()
                  + " "
                  + exchange.getRequestHeaders().getFirst("Authorization")
                  + " "
                  + files);
          byte[] answer =
              "{\"outcome\":\"unchanged\",\"tables\":{}}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort();
      Path password = Files.writeString(folder.resolve("password"), "pass\n");
      Path file = folder.resolve("csv/districts.csv");
      Object[] words = {
        file, "--server", url, "--user", "admin", "--password-file", password, "--replace"
      };
      assertThat(run(new ImportCommand(), words)).isZero();
      assertThat(out.toString()).contains("Everything is so already");
      assertThat(asked.get(10, TimeUnit.SECONDS))
          .startsWith("dryRun=false&mode=replace&coordinates=wgs-84 Bearer t0ken ")
          .contains("districts.csv");

      Files.writeString(password, "wrong\n");
      assertThat(run(new ImportCommand(), words)).isEqualTo(1);
      assertThat(err.toString()).contains("The sign-in was refused (HTTP 401). Check both.");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void makesAndRotatesKeys() throws IOException {
    assertThat(run(new KeysCommand(), "create", "--config", config)).isZero();
    Path file = folder.resolve("keys/gateway.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(run(new KeysCommand(), "create", "--config", config)).isEqualTo(1);
    assertThat(err.toString()).contains("exists");

    assertThat(importing(folder.resolve("csv/districts.csv"))).isZero();
    Path registry = folder.resolve("data/registry");
    assertThat(registry).isDirectoryContaining("glob:**.zip");
    assertThat(run(new KeysCommand(), "rotate", "--config", config)).isZero();
    assertThat(out.toString()).contains("version 2");
    try (Stream<Path> files = Files.list(registry)) {
      assertThat(files.filter(path -> path.toString().endsWith(".zip"))).hasSize(1);
    }
    assertThat(importing(folder.resolve("csv/sites.csv"))).isZero();

    assertThat(run(new KeysCommand())).isEqualTo(2);
    assertThat(err.toString()).contains("Say keys create, keys rotate or keys public.");
  }

  @Test
  void verifiesTheAudit() throws Exception {
    assertThat(run(new KeysCommand(), "create", "--config", config)).isZero();
    Path data = folder.resolve("data");
    try (AuditLog audit =
        AuditLog.open(
            data.resolve("audit.db"),
            KeyFile.load(folder.resolve("keys/gateway.key"), data),
            InstantSource.system())) {
      audit
          .append(new Actor("wang", "王"), "sign-in", "wang", Map.of())
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    }
    assertThat(run(new AuditCommand(), "verify", "--config", config)).isZero();
    assertThat(out.toString()).matches("The audit is sound: 1 rows. Head: 1:[0-9a-f]{64}\n");
    assertThat(run(new AuditCommand(), "verify", "--config", config, "--expect", "2:ab"))
        .isEqualTo(1);
    assertThat(out.toString()).startsWith("THE AUDIT IS NOT SOUND");
  }

  @Test
  void everyCommandHelps() {
    for (Object command :
        List.of(
            new CheckCommand(),
            new ImportCommand(),
            new ExportCommand(),
            new KeysCommand(),
            new AuditCommand())) {
      assertThat(run(command, "--help")).isZero();
      assertThat(out.toString()).startsWith("Usage: ").contains("--help");
    }
  }
}
