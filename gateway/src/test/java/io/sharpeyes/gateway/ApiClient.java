package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Asks a gateway of the demo county over HTTP, with the JDK's own client. */
record ApiClient(String address, HttpClient client) {

  static final ObjectMapper JSON = new ObjectMapper();

  ApiClient(String address) {
    this(address, HttpClient.newHttpClient());
  }

  /** Signs somebody of the demo county in. */
  String token(String user) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/api/v1/login"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"user\":\"" + user + "\",\"password\":\"demo\"}"))
                .build(),
            BodyHandlers.ofString());
    return JSON.readTree(answer.body()).path("token").asText();
  }

  /** Asks the API. */
  JsonNode get(String path, String token) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** Has the API do something. */
  JsonNode post(String path, String body, String token) throws IOException, InterruptedException {
    return send("POST", path, body, token);
  }

  /** Has the API take something as it is from now on. */
  JsonNode put(String path, String body, String token) throws IOException, InterruptedException {
    return send("PUT", path, body, token);
  }

  private JsonNode send(String method, String path, String body, String token)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        client.send(
            HttpRequest.newBuilder(URI.create(address + "/api/v1" + path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body))
                .build(),
            BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }
}
