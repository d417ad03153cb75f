package io.sharpeyes.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.SchemaRepository;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds answers against {@code openapi.yaml}, which it reads by itself. */
final class ResponseCheck {

  private static final String BASE = "https://test.invalid/openapi";

  private record Known(String id, String method, String path, JsonObject json) {
    boolean fits(String askedMethod, String askedPath) {
      String pattern = path.replaceAll("\\{[^}]+}", "[^/]+").replace(".", "\\.");
      return method.equalsIgnoreCase(askedMethod) && askedPath.matches(pattern);
    }
  }

  private final JsonObject document;
  private final List<Known> operations = new ArrayList<>();
  private final SchemaRepository repository;
  private final Set<String> answered = ConcurrentHashMap.newKeySet();

  ResponseCheck() throws IOException {
    try (InputStream in = ResponseCheck.class.getResourceAsStream("/openapi.yaml")) {
      @SuppressWarnings("unchecked")
      Map<String, Object> map = new YAMLMapper().readValue(in, Map.class);
      document = new JsonObject(map);
    }
    JsonObject schemas = document.getJsonObject("components").getJsonObject("schemas").copy();
    document.getJsonObject("paths").forEach(path -> collect(path, schemas));
    operations.sort(Comparator.comparing(known -> known.path().contains("{")));
    repository =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setBaseUri(BASE)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
    JsonObject root =
        new JsonObject()
            .put("$id", BASE)
            .put("components", new JsonObject().put("schemas", schemas));
    repository.dereference(JsonSchema.of(root));
  }

  private void collect(Map.Entry<String, Object> path, JsonObject schemas) {
    JsonObject item = (JsonObject) path.getValue();
    for (String method : List.of("get", "put", "post", "delete")) {
      JsonObject json = item.getJsonObject(method);
      if (json != null) {
        Known known = new Known(json.getString("operationId"), method, path.getKey(), json);
        operations.add(known);
        json.getJsonObject("responses")
            .forEach(answer -> name(known, answer.getKey(), answer.getValue(), schemas));
      }
    }
  }

  private void name(Known known, String status, Object answer, JsonObject schemas) {
    JsonObject content = resolve((JsonObject) answer).getJsonObject("content");
    if (content != null) {
      content.forEach(
          type -> {
            JsonObject schema = ((JsonObject) type.getValue()).getJsonObject("schema");
            schemas.put(schemaName(known.id(), status, type.getKey()), schema);
          });
    }
  }

  private static String schemaName(String id, String status, String mediaType) {
    return id + "." + status + "." + mediaType.replaceAll("[^a-z]", "-");
  }

  private JsonObject resolve(JsonObject json) {
    String ref = json.getString("$ref");
    if (ref == null) {
      return json;
    }
    JsonObject target = document;
    for (String step : ref.substring(2).split("/", -1)) {
      target = target.getJsonObject(step);
    }
    return target;
  }

  /** Fails unless the contract allows this answer to this question. */
  void check(String method, String path, HttpResponse<Buffer> answer) {
    Known known = find(method, path);
    if (known == null) {
      assertThat(answer.statusCode()).as("unknown operation %s %s", method, path).isIn(404, 405);
      return;
    }
    String status = Integer.toString(answer.statusCode());
    boolean own = known.json().getJsonObject("responses").containsKey(status);
    if (!own) {
      assertThat(answer.statusCode()).as(known.id()).isGreaterThanOrEqualTo(400);
    } else if (answer.statusCode() < 400) {
      answered.add(known.id());
    }
    String key = own ? status : "default";
    JsonObject content =
        resolve(known.json().getJsonObject("responses").getJsonObject(key))
            .getJsonObject("content");
    if (content == null) {
      assertThat(answer.body()).as(known.id() + " has no body").isNull();
      return;
    }
    String mediaType = answer.getHeader("Content-Type").split(";", 2)[0].toLowerCase(Locale.ROOT);
    assertThat(content.fieldNames()).as(known.id()).contains(mediaType);
    if (mediaType.endsWith("json")) {
      validate(schemaName(known.id(), key, mediaType), answer.bodyAsJsonObject());
    }
  }

  private void validate(String schema, JsonObject body) {
    OutputUnit result =
        repository.validator(BASE + "#/components/schemas/" + schema).validate(body);
    assertThat(result.getValid())
        .as(() -> schema + ": " + result.toJson().encodePrettily() + "\n" + body.encodePrettily())
        .isTrue();
  }

  private @Nullable Known find(String method, String path) {
    return operations.stream().filter(known -> known.fits(method, path)).findFirst().orElse(null);
  }

  List<String> operationIds() {
    return operations.stream().map(Known::id).toList();
  }

  /** Which operations were answered with success. */
  Set<String> answered() {
    return answered;
  }
}
