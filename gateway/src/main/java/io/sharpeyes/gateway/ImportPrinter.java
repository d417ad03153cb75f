package io.sharpeyes.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;

/** Prints what an import did, for a person. */
final class ImportPrinter {

  private final PrintWriter out;

  ImportPrinter(PrintWriter out) {
    this.out = out;
  }

  /** Prints a report in the form of the API's answer, and gives the exit code. */
  int print(JsonNode report) {
    String outcome = report.path("outcome").asText();
    report.path("problems").forEach(problem -> out.println(line(problem)));
    for (Map.Entry<String, JsonNode> table : report.path("tables").properties()) {
      out.println(table.getKey() + ": " + counts(table.getValue()));
    }
    if (report.path("newSecrets").asInt() > 0) {
      out.println("secrets and passwords: " + report.path("newSecrets").asInt() + " set");
    }
    printPeople(report.path("withoutPassword"));
    printSecrets(report.path("generatedSecrets"));
    out.println(verdict(outcome, report));
    out.flush();
    return outcome.equals("problems") ? 2 : 0;
  }

  private static String line(JsonNode problem) {
    StringBuilder place = new StringBuilder(problem.path("file").asText());
    if (problem.path("line").asInt() > 0) {
      place.append(':').append(problem.path("line").asInt());
    }
    if (!problem.path("column").asText().isEmpty()) {
      place.append(':').append(problem.path("column").asText());
    }
    return place + ": " + problem.path("message").asText() + ". " + problem.path("mend").asText();
  }

  private static String counts(JsonNode table) {
    return "%s added, %s changed, %s removed"
        .formatted(kind(table, "added"), kind(table, "changed"), kind(table, "removed"));
  }

  private static String kind(JsonNode table, String kind) {
    JsonNode keys = table.path(kind);
    int count = keys.path("count").asInt();
    if (count == 0) {
      return "0";
    }
    StringBuilder names = new StringBuilder();
    keys.path("first")
        .forEach(key -> names.append(names.isEmpty() ? "" : " ").append(key.asText()));
    String more = count > keys.path("first").size() ? " …" : "";
    return count + " (" + names + more + ")";
  }

  private void printPeople(JsonNode people) {
    if (!people.isEmpty()) {
      StringBuilder names = new StringBuilder();
      people.forEach(user -> names.append(' ').append(user.asText()));
      out.println("Without a password, so that they can't sign in:" + names);
    }
  }

  private void printSecrets(JsonNode secrets) {
    if (!secrets.isEmpty()) {
      out.println("Secrets made for devices that had none. They are shown this once; keep them:");
      secrets.properties().forEach(e -> out.println(e.getKey() + "," + e.getValue().asText()));
    }
  }

  private static String verdict(String outcome, JsonNode report) {
    return switch (outcome) {
      case "problems" -> report.path("problemCount").asLong() + " problems; nothing was changed.";
      case "preview" -> "This is only a preview; nothing was changed.";
      case "unchanged" -> "Everything is so already; nothing was changed.";
      default -> "The registry was changed.";
    };
  }
}
