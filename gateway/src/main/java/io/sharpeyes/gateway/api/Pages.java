package io.sharpeyes.gateway.api;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Lists in pages, ordered by id; the cursor is the last id of a page. */
final class Pages {

  private Pages() {}

  static <T> Answer answer(
      Call call, List<T> all, Function<T, String> id, Function<T, ? extends Object> json) {
    String cursor = call.textOrNull("cursor");
    int limit = call.whole("limit");
    List<T> rest =
        all.stream()
            .filter(item -> cursor == null || id.apply(item).compareTo(cursor) > 0)
            .sorted(Comparator.comparing(id))
            .limit(limit + 1L)
            .toList();
    List<T> page = rest.size() > limit ? rest.subList(0, limit) : rest;
    List<?> items = page.stream().map(json).toList();
    return Answer.json(
        rest.size() > limit
            ? Map.of("items", items, "next", id.apply(page.get(limit - 1)))
            : Map.of("items", items));
  }
}
