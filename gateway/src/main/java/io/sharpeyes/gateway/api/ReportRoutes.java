package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.registry.District;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the head of a district looks at: how soon people answered, and the drills. */
final class ReportRoutes {

  private static final Duration USUAL_SPAN = Duration.ofDays(7);

  private final HttpParts parts;

  ReportRoutes(HttpParts parts) {
    this.parts = parts;
  }

  private record Span(Instant since, Instant until) {}

  private Span span(Call call) {
    Instant until = time(call.textOrNull("until"), parts.clock().instant());
    Instant since = time(call.textOrNull("since"), until.minus(USUAL_SPAN));
    return new Span(since, until);
  }

  private static Instant time(@Nullable String text, Instant otherwise) {
    return text == null ? otherwise : OffsetDateTime.parse(text).toInstant();
  }

  private Set<String> districts(Call call) {
    Registry registry = parts.registry().get();
    Districts districts = Districts.of(call, registry);
    return registry.districts().stream()
        .map(District::code)
        .filter(districts::reach)
        .collect(Collectors.toSet());
  }

  Future<Answer> responseTimes(Call call) {
    Span span = span(call);
    return parts
        .journal()
        .tables()
        .responseTimes(districts(call), span.since, span.until)
        .map(
            items -> Answer.json(Map.of("since", span.since, "until", span.until, "items", items)));
  }

  Future<Answer> drills(Call call) {
    Span span = span(call);
    return parts
        .journal()
        .tables()
        .windows(
            districts(call), span.since, span.until, call.textOrNull("cursor"), call.whole("limit"))
        .map(
            page -> {
              JsonArray items = new JsonArray();
              page.items().forEach(item -> items.add(new JsonObject(item)));
              JsonObject answer = new JsonObject().put("items", items);
              if (page.next() != null) {
                answer.put("next", page.next());
              }
              return Answer.raw(answer.toBuffer());
            });
  }
}
