package io.sharpeyes.gateway.api;

import io.sharpeyes.gateway.registry.Registry;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How far a request reaches: the person's district, or the part of it that was asked for. */
final class Districts {

  private final Registry registry;
  private final String own;
  private final @Nullable String wanted;

  private Districts(Registry registry, String own, @Nullable String wanted) {
    this.registry = registry;
    this.own = own;
    this.wanted = wanted;
  }

  static Districts of(Call call, Registry registry) {
    return new Districts(registry, call.person().district(), call.textOrNull("district"));
  }

  /** Whether something in a district is reached. */
  boolean reach(String district) {
    return registry.isWithin(district, own)
        && (wanted == null || registry.isWithin(district, wanted));
  }

  /** Of many things those that are reached. */
  <T> Stream<T> filter(Collection<T> all, Function<T, String> district) {
    return all.stream().filter(item -> reach(district.apply(item)));
  }
}
