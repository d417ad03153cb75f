package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A person's sign-in at a running gateway, for commands that work through its API. Blocks. */
final class ServerClient {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI server;
  private final String user;
  private final @Nullable Path passwordFile;
  private final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  ServerClient(URI server, String user, @Nullable Path passwordFile) {
    this.server = server;
    this.user = user;
    this.passwordFile = passwordFile;
  }

  /** Begins a request of somebody who is signed in. */
  HttpRequest.Builder signedIn(String path) throws IOException, InterruptedException {
    return request(path).header("Authorization", "Bearer " + signIn());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(server.resolve(path)).header("Accept", "application/json");
  }

  HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return ask(request, BodyHandlers.ofByteArray());
  }

  private <T> HttpResponse<T> ask(HttpRequest request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    try {
      return http.send(request, body);
    } catch (ConnectException | HttpTimeoutException unanswered) {
      throw new IOException(
          "No gateway answers at " + server + ". Is it running, and is this its address?",
          unanswered);
    }
  }

  /** Sends a request whose answer may be large. */
  HttpResponse<InputStream> open(HttpRequest request) throws IOException, InterruptedException {
    return ask(request, BodyHandlers.ofInputStream());
  }

  private String signIn() throws IOException, InterruptedException {
    byte[] credentials = JSON.writeValueAsBytes(Map.of("user", user, "password", password()));
    HttpRequest request =
        request("/api/v1/login")
            .header("Content-Type", "application/json")
            .timeout(Duration.ofSeconds(30))
            .POST(BodyPublishers.ofByteArray(credentials))
            .build();
    HttpResponse<byte[]> answer = send(request);
    JsonNode body = json(answer.body());
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

  /** An answer's body as JSON; a missing node if it is none. */
  static JsonNode json(byte[] body) {
    try {
      JsonNode json = JSON.readTree(body);
      return json == null ? JSON.missingNode() : json;
    } catch (IOException e) {
      return JSON.missingNode(); // told by its status
    }
  }

  /** What is told if the gateway refused something. */
  static IOException refused(String what, int status, JsonNode problem) {
    String detail = problem.path("detail").asText(problem.path("title").asText(""));
    return new IOException(what + " was refused (HTTP " + status + "). " + detail);
  }
}
