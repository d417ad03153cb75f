package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.registry.Person;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One operation of {@code openapi.yaml}. Immutable.
 *
 * @param id its operationId
 * @param method the HTTP method
 * @param path with parameters in braces
 * @param parameters those of path, query and headers
 * @param body checks a JSON body; null if there is no JSON body
 * @param bodyTypes the media types that a body may have; empty if it has none
 * @param bodyRequired whether there must be one
 * @param roles who may call it
 * @param security how to sign in for it: {@code session}, {@code bearer}, {@code device}; empty if
 *     it is open to all
 */
record OperationContract(
    String id,
    HttpMethod method,
    String path,
    List<Parameter> parameters,
    @Nullable Validator body,
    Set<String> bodyTypes,
    boolean bodyRequired,
    Set<Person.Role> roles,
    Set<String> security) {

  private static final int MOST_ERRORS = 8;

  /**
   * A parameter.
   *
   * @param name its name
   * @param in {@code path}, {@code query} or {@code header}
   * @param required whether it must be there
   * @param type its JSON type
   * @param defaultValue what it is if it isn't there, or null
   * @param validator checks its value
   */
  record Parameter(
      String name,
      String in,
      boolean required,
      @Nullable String type,
      @Nullable Object defaultValue,
      Validator validator) {}

  /** Whether everybody may call it, signed in or not. */
  boolean isOpen() {
    return security.isEmpty();
  }

  /** The path as a Vert.x route wants it. */
  String route() {
    return path.replace('{', ':').replace("}", "");
  }

  /**
   * Takes the parameters out of a request.
   *
   * @return by name, with their JSON types; without those that aren't there and have no default
   * @throws Problem if one is missing, of the wrong type or out of bounds
   */
  Map<String, Object> parameters(Map<String, String> path, MultiMap query, MultiMap headers) {
    Map<String, Object> values = new HashMap<>();
    List<Problem.Flaw> errors = new ArrayList<>();
    for (Parameter parameter : parameters) {
      String text =
          switch (parameter.in()) {
            case "path" -> path.get(parameter.name());
            case "query" -> query.get(parameter.name());
            default -> headers.get(parameter.name());
          };
      Object value = text == null ? parameter.defaultValue() : typed(text, parameter.type());
      if (value != null) {
        check(parameter.name(), value, parameter.validator(), errors);
        values.put(parameter.name(), value);
      } else if (parameter.required()) {
        errors.add(new Problem.Flaw(parameter.name(), "is missing"));
      }
    }
    refuseUnknown(query, errors);
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
    return values;
  }

  private void refuseUnknown(MultiMap query, List<Problem.Flaw> errors) {
    for (String name : query.names()) {
      boolean known =
          parameters.stream().anyMatch(p -> p.in().equals("query") && p.name().equals(name));
      if (!known && errors.size() < MOST_ERRORS) {
        errors.add(new Problem.Flaw(name, "is no parameter of this operation"));
      }
    }
  }

  private static Object typed(String text, @Nullable String type) {
    try {
      if ("integer".equals(type)) {
        return Long.valueOf(text);
      }
      if ("number".equals(type)) {
        Double number = Double.valueOf(text);
        return Double.isFinite(number) ? number : text;
      }
    } catch (NumberFormatException e) {
      return text; // The validator says it better.
    }
    if ("boolean".equals(type) && (text.equals("true") || text.equals("false"))) {
      return Boolean.valueOf(text);
    }
    return text;
  }

  /**
   * Takes the JSON body out of a request; an empty object if there is none.
   *
   * @throws Problem if it is missing, no JSON object, or not as the schema says
   */
  JsonObject json(Buffer bytes) {
    Validator validator = body;
    if (bytes.length() == 0 && bodyRequired) {
      throw Problem.invalid("body", "is missing");
    }
    if (bytes.length() == 0 || validator == null) {
      return new JsonObject();
    }
    JsonObject json = parsed(bytes);
    List<Problem.Flaw> errors = new ArrayList<>();
    check("", json, validator, errors);
    if (!errors.isEmpty()) {
      throw Problem.invalid(errors);
    }
    return json;
  }

  private static JsonObject parsed(Buffer bytes) {
    try {
      return bytes.toJsonObject();
    } catch (DecodeException | ClassCastException e) {
      throw Problem.invalid("body", "is not a JSON object");
    }
  }

  private static void check(
      String at, Object value, Validator validator, List<Problem.Flaw> errors) {
    OutputUnit result = validator.validate(value);
    if (Boolean.TRUE.equals(result.getValid())) {
      return;
    }
    List<OutputUnit> found = result.getErrors();
    if (found == null || found.isEmpty()) {
      errors.add(new Problem.Flaw(at, "is not as its schema says"));
      return;
    }
    // The innermost come last and say most.
    OutputUnit inner = found.get(found.size() - 1);
    String location = inner.getInstanceLocation();
    String where = location == null ? "" : location.replaceFirst("^#", "");
    String what = inner.getError();
    errors.add(new Problem.Flaw(at + where, what == null ? "is not as its schema says" : what));
  }
}
