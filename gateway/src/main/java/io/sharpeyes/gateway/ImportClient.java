package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.sharpeyes.gateway.registry.CoordinateSystem;
import io.sharpeyes.gateway.registry.ImportMode;
import io.sharpeyes.gateway.registry.RegistryFile;
import io.sharpeyes.gateway.registry.RegistryUpload;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Sends an import to a running gateway over its API. */
final class ImportClient {

  private final ServerClient api;

  ImportClient(URI server, String user, @Nullable Path passwordFile) {
    this.api = new ServerClient(server, user, passwordFile);
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
        api.signedIn("/api/v1/registry/import" + query)
            .header("Content-Type", "application/zip")
            .timeout(Duration.ofMinutes(10))
            .POST(BodyPublishers.ofByteArray(RegistryUpload.zip(files)))
            .build();
    HttpResponse<byte[]> answer = api.send(request);
    JsonNode body = ServerClient.json(answer.body());
    if (body.has("outcome")) {
      return body;
    }
    throw ServerClient.refused("The import", answer.statusCode(), body);
  }
}
