package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryUpload;
import java.io.Console;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Sends an import to a running gateway over its API. */
final class ImportClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final String user;
  private final @Nullable Path passwordFile;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  ImportClient(URI server, String user, @Nullable Path passwordFile) {
    this.server = server;
    this.user = user;
    this.passwordFile = passwordFile;
  }

  /** Gives the API's answer: a report, also if something is wrong with the files. */
  JsonNode send(List<Path> paths, CoordinateSystem coordinates, ImportMode mode, boolean dryRun)
      throws IOException, InterruptedException {
    List<RegistryFile> files = new ArrayList<>();
    for (Path path : paths) {
      files.add(new RegistryFile(String.valueOf(path.getFileName()), Files.readAllBytes(path)));
    }
    String query =
        "?dryRun=%s&mode=%s&coordinates=%s"
            .formatted(dryRun, mode.name().toLowerCase(Locale.ROOT), coordinates.wireName());
    HttpRequest request =
        request("/api/v1/registry/import" + query)
            .header("Authorization", "Bearer " + signIn())
            .header("Content-Type", "application/zip")
            .timeout(Duration.ofMinutes(10))
            .POST(BodyPublishers.ofByteArray(RegistryUpload.zip(files)))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    JsonNode body = body(answer);
    if (body.has("outcome")) {
      return body;
    }
    throw refused("The import", answer.statusCode(), body);
  }

  private String signIn() throws IOException, InterruptedException {
    byte[] credentials = JSON.writeValueAsBytes(Map.of("user", user, "password", password()));
    HttpRequest request =
        request("/api/v1/login")
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofByteArray(credentials))
            .build();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    JsonNode body = body(answer);
    if (!body.path("token").isTextual()) {
      throw refused("The sign-in", answer.statusCode(), body);
    }
    return body.path("token").asText();
  }

  @SuppressWarnings("SystemConsoleNull") // from Java 22 on it is read from a pipe too: as well
  private String password() throws IOException {
    if (passwordFile != null) {
      return Files.readString(passwordFile).lines().findFirst().orElse("");
    }
    Console console = System.console();
    if (console == null) {
      throw new IOException(
          "There is no terminal to ask for the password. Give it with --password-file FILE.");
    }
    char[] typed = console.readPassword("Password of %s: ", user);
    return typed == null ? "" : new String(typed);
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
  }

  private static JsonNode body(HttpResponse<byte[]> answer) {
    try {
      JsonNode body = JSON.readTree(answer.body());
      return body == null ? JSON.missingNode() : body;
    } catch (IOException e) {
      return JSON.missingNode(); // told by its status
    }
  }

  private static IOException refused(String what, int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText(""));
    return new IOException(what + " was refused (HTTP " + status + "). " + detail);
  }
}
