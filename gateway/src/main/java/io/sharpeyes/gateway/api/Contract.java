package io.sharpeyes.gateway.api;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.sharpeyes.gateway.registry.Person;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.SchemaRepository;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code openapi.yaml} as the gateway goes by it: its operations, with who may call them and what a
 * request must look like. Immutable.
 *
 * <p>Read with Jackson and checked with Vert.x's JSON Schema: the OpenAPI router of the same stack
 * takes longer to load this contract than the gateway may take to start, and checks each request on
 * a worker thread, behind whatever else works there.
 */
final class Contract {

  private static final String BASE = "https://sharp-eyes.invalid/openapi";
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete");

  private static @Nullable Contract own;

  private final JsonObject document;
  private final JsonObject schemas;
  private final SchemaRepository repository;
  private final List<OperationContract> operations;

  private Contract(JsonObject document) {
    this.document = document;
    this.schemas = document.getJsonObject("components").getJsonObject("schemas").copy();
    List<Raw> found = new ArrayList<>();
    document.getJsonObject("paths").stream()
        .forEach(path -> collect(path.getKey(), (JsonObject) path.getValue(), found));
    this.repository =
        SchemaRepository.create(
            new JsonSchemaOptions()
                .setBaseUri(BASE)
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic));
    JsonObject components = new JsonObject().put("schemas", schemas);
    repository.dereference(
        JsonSchema.of(new JsonObject().put("$id", BASE).put("components", components)));
    this.operations = found.stream().map(this::operation).toList();
  }

  /** An operation as it stands in the document. */
  private record Raw(String path, HttpMethod method, JsonObject json, JsonArray parameters) {
    String id() {
      return json.getString("operationId");
    }
  }

  /**
   * The gateway's own, from the class path; read once a process. Takes a while the first time: not
   * on an event loop.
   *
   * @throws IllegalStateException if it isn't there or is no YAML
   */
  static synchronized Contract own() {
    Contract known = own;
    if (known == null) {
      known = load();
      own = known;
    }
    return known;
  }

  private static Contract load() {
    try (InputStream in = Contract.class.getResourceAsStream("/openapi.yaml")) {
      @SuppressWarnings("unchecked")
      Map<String, Object> document = new YAMLMapper().readValue(in, Map.class);
      return new Contract(new JsonObject(document));
    } catch (IOException e) {
      throw new IllegalStateException("openapi.yaml can't be read", e);
    }
  }

  /** What can be asked, in the order of the document. */
  List<OperationContract> operations() {
    return operations;
  }

  private void collect(String path, JsonObject item, List<Raw> found) {
    for (String method : item.fieldNames()) {
      if (METHODS.contains(method)) {
        JsonObject json = item.getJsonObject(method);
        JsonArray parameters = new JsonArray();
        parameters.addAll(item.getJsonArray("parameters", new JsonArray()));
        parameters.addAll(json.getJsonArray("parameters", new JsonArray()));
        HttpMethod verb = HttpMethod.valueOf(method.toUpperCase(Locale.ROOT));
        Raw raw = new Raw(path, verb, json, resolved(parameters));
        nameSchemas(raw);
        found.add(raw);
      }
    }
  }

  private JsonArray resolved(JsonArray parameters) {
    return new JsonArray(parameters.stream().map(p -> resolve((JsonObject) p)).toList());
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

  /** Gives the schemas that stand inside an operation a name among the others. */
  private void nameSchemas(Raw raw) {
    for (Object parameter : raw.parameters()) {
      JsonObject json = (JsonObject) parameter;
      schemas.put(parameterSchema(raw, json), json.getJsonObject("schema"));
    }
    JsonObject body = bodySchema(raw);
    if (body != null) {
      schemas.put(raw.id() + ".body", body);
    }
  }

  private static String parameterSchema(Raw raw, JsonObject parameter) {
    return raw.id() + "." + parameter.getString("in") + "." + parameter.getString("name");
  }

  private @Nullable JsonObject body(Raw raw) {
    JsonObject body = raw.json().getJsonObject("requestBody");
    return body == null ? null : resolve(body);
  }

  private @Nullable JsonObject bodySchema(Raw raw) {
    JsonObject body = body(raw);
    JsonObject json =
        body == null ? null : body.getJsonObject("content").getJsonObject("application/json");
    return json == null ? null : json.getJsonObject("schema");
  }

  private Validator validator(String schema) {
    return repository.validator(BASE + "#/components/schemas/" + schema);
  }

  private OperationContract operation(Raw raw) {
    JsonObject body = body(raw);
    return new OperationContract(
        raw.id(),
        raw.method(),
        raw.path(),
        raw.parameters().stream().map(p -> parameter(raw, (JsonObject) p)).toList(),
        bodySchema(raw) == null ? null : validator(raw.id() + ".body"),
        body == null ? Set.of() : body.getJsonObject("content").fieldNames(),
        body != null && body.getBoolean("required", false),
        roles(raw),
        security(raw));
  }

  private OperationContract.Parameter parameter(Raw raw, JsonObject json) {
    JsonObject schema = resolve(json.getJsonObject("schema"));
    return new OperationContract.Parameter(
        json.getString("name"),
        json.getString("in"),
        json.getBoolean("required", false),
        schema.getString("type"),
        schema.getValue("default"),
        validator(parameterSchema(raw, json)));
  }

  private static Set<Person.Role> roles(Raw raw) {
    return raw.json().getJsonArray("x-roles", new JsonArray()).stream()
        .map(role -> Person.Role.valueOf(role.toString().toUpperCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ways of signing in that an operation takes; none if it is open to all. */
  private Set<String> security(Raw raw) {
    JsonArray ways =
        raw.json().getJsonArray("security", document.getJsonArray("security", new JsonArray()));
    Map<String, Object> names = new LinkedHashMap<>();
    ways.forEach(way -> names.putAll(((JsonObject) way).getMap()));
    return Set.copyOf(names.keySet());
  }
}
