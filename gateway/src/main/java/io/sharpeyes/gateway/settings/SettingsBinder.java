package io.sharpeyes.gateway.settings;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes records out of nodes: a component is a key, a record in it a group of keys. What a record's
 * constructor refuses becomes a problem of the key that it refused, with the place where that
 * stands. Everything is tried, so that all problems are found at once.
 */
final class SettingsBinder {

  private final List<SettingsProblem> problems;

  SettingsBinder(List<SettingsProblem> problems) {
    this.problems = problems;
  }

  /** Makes a record; what isn't written stays as in {@code defaults}. */
  <R extends Record> R bind(SettingNode node, R defaults) {
    if (node.kind != SettingNode.Kind.GROUP) {
      if (node.kind != SettingNode.Kind.NOTHING) {
        notAGroup(node, "");
      }
      return defaults;
    }
    rejectUnknown(node, defaults.getClass(), "");
    return fill(node, defaults, "", Set.of());
  }

  private void rejectUnknown(SettingNode node, Class<?> type, String path) {
    Set<String> known = names(type);
    node.members.forEach(
        (name, value) -> {
          if (!known.contains(name)) {
            String nearest = SettingKeys.nearest(name, known);
            problem(
                value,
                path + name,
                "there is no such key",
                nearest.isEmpty()
                    ? "The keys here are " + String.join(", ", known) + "."
                    : "Do you mean " + path + nearest + "?");
          }
        });
  }

  private static Set<String> names(Class<?> type) {
    Set<String> names = new LinkedHashSet<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.isAnnotationPresent(Flat.class)) {
        Set<String> flat = names(component.getType());
        SettingKeys.withoutOf(component).forEach(flat::remove);
        names.addAll(flat);
      } else {
        names.add(component.getName());
      }
    }
    return names;
  }

  @SuppressWarnings("unchecked") // the same class as the defaults
  private <R extends Record> R fill(
      SettingNode group, R defaults, String path, Set<String> without) {
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    @Nullable Object[] values = new @Nullable Object[components.length];
    Map<Integer, SettingNode> written = new LinkedHashMap<>();
    for (int i = 0; i < components.length; i++) {
      RecordComponent component = components[i];
      Object usual = get(component, defaults);
      values[i] = usual;
      SettingNode node = group.members.get(component.getName());
      if (component.isAnnotationPresent(Flat.class) && usual instanceof Record flat) {
        values[i] = fill(group, flat, path, new HashSet<>(SettingKeys.withoutOf(component)));
      } else if (node != null && !without.contains(component.getName())) {
        String key = path + component.getName();
        if (usual instanceof Record below) {
          values[i] = subgroup(node, below, key);
        } else {
          values[i] = value(component, node, key, usual);
          written.put(i, node);
        }
      }
    }
    return (R) construct(defaults, components, values, written, group, path);
  }

  private Record subgroup(SettingNode node, Record usual, String key) {
    if (node.kind == SettingNode.Kind.NOTHING) {
      return usual;
    }
    if (node.kind != SettingNode.Kind.GROUP) {
      notAGroup(node, key);
      return usual;
    }
    rejectUnknown(node, usual.getClass(), key + ".");
    return fill(node, usual, key + ".", Set.of());
  }

  private void notAGroup(SettingNode node, String key) {
    problem(node, key, node.shown() + " stands here", "Write keys below it, indented.");
  }

  private @Nullable Object value(
      RecordComponent component, SettingNode node, String key, @Nullable Object usual) {
    boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    if (node.kind == SettingNode.Kind.NOTHING) {
      if (nullable) {
        return null;
      }
      problem(node, key, "nothing stands here", "Write a value, or delete the line.");
      return usual;
    }
    try {
      return convert(component.getGenericType(), node, key, usual);
    } catch (SettingFault e) {
      problem(node, key, e.message(), e.mend());
      return usual;
    }
  }

  private @Nullable Object convert(Type type, SettingNode node, String key, @Nullable Object usual)
      throws SettingFault {
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return subgroup(node, defaultOf(plain), key);
      }
      if (node.kind != SettingNode.Kind.TEXT) {
        throw new SettingFault(node.shown() + " stands here", "Write a single value.");
      }
      return plain(plain, node, key);
    }
    Type raw = ((ParameterizedType) type).getRawType();
    if (raw == List.class) {
      return list(SettingKeys.argument(type, 0), node, key);
    }
    return map(type, node, key, usual);
  }

  private static Object plain(Class<?> type, SettingNode node, String key) throws SettingFault {
    String text = node.text.strip();
    boolean size = key.endsWith("Bytes");
    if (type == int.class || type == Integer.class) {
      long value =
          size ? SettingText.bytes(text) : SettingText.whole(text, -(1L << 31), (1L << 31) - 1);
      if (value != (int) value) {
        throw new SettingFault(node.shown() + " is too much", "Write less than 2GiB.");
      }
      return (int) value;
    }
    if (type == long.class || type == Long.class) {
      return size
          ? SettingText.bytes(text)
          : SettingText.whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
    if (type == double.class || type == Double.class) {
      return SettingText.number(text);
    }
    if (type == boolean.class) {
      return SettingText.yes(text);
    }
    if (type == Duration.class) {
      return SettingText.duration(text);
    }
    if (type == ZoneId.class) {
      return SettingText.zone(text);
    }
    if (type == Path.class) {
      return path(node.origin, text);
    }
    return type.isEnum() ? SettingText.oneOf(text, type) : text;
  }

  private static Path path(SettingNode.Origin origin, String text) throws SettingFault {
    try {
      Path path = Path.of(text);
      return origin.folder() == null ? path : origin.folder().resolve(path).normalize();
    } catch (InvalidPathException e) {
      throw new SettingFault("this is no path", "Write the path of a file or folder.");
    }
  }

  private List<Object> list(Type of, SettingNode node, String key) throws SettingFault {
    List<SettingNode> items =
        switch (node.kind) {
          case LIST -> node.items;
          case TEXT -> parted(node);
          default -> throw new SettingFault(node.shown() + " stands here", "Write a list.");
        };
    List<Object> values = new ArrayList<>();
    for (SettingNode item : items) {
      Object value = convert(of, item, key, null);
      if (value != null) {
        values.add(value);
      }
    }
    return List.copyOf(values);
  }

  /** {@code 1,3,5}: how a list is written in a variable or an option. */
  private static List<SettingNode> parted(SettingNode node) {
    return node.text.isBlank()
        ? List.of()
        : Arrays.stream(node.text.split(",", -1))
            .map(text -> SettingNode.text(node.origin, text.strip()))
            .toList();
  }

  private Map<Object, Object> map(Type type, SettingNode node, String key, @Nullable Object usual)
      throws SettingFault {
    if (node.kind != SettingNode.Kind.GROUP) {
      throw new SettingFault(node.shown() + " stands here", "Write keys below it, indented.");
    }
    Type keyType = SettingKeys.argument(type, 0);
    Map<Object, Object> values = new LinkedHashMap<>();
    boolean closed = keyType instanceof Class<?> of && of.isEnum();
    if (closed && usual instanceof Map<?, ?> before) {
      values.putAll(before);
    }
    for (Map.Entry<String, SettingNode> member : node.members.entrySet()) {
      Object name =
          closed ? SettingText.oneOf(member.getKey(), (Class<?>) keyType) : member.getKey();
      Object value =
          convert(
              SettingKeys.argument(type, 1), member.getValue(), key + "." + member.getKey(), null);
      if (value != null) {
        values.put(name, value);
      }
    }
    return values;
  }

  /** A record that stands in a list has its defaults in a constant. */
  private static Record defaultOf(Class<?> type) {
    try {
      return (Record) type.getField("DEFAULT").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no constant DEFAULT", e);
    }
  }

  private static @Nullable Object get(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's accessor can be called", e);
    }
  }

  private Record construct(
      Record defaults,
      RecordComponent[] components,
      @Nullable Object[] values,
      Map<Integer, SettingNode> written,
      SettingNode group,
      String path) {
    try {
      return create(defaults, components, values);
    } catch (IllegalArgumentException together) {
      boolean found = false;
      for (Map.Entry<Integer, SettingNode> one : written.entrySet()) {
        found |= isRefusedAlone(defaults, components, values, one, path);
      }
      if (!found) {
        String key = path.isEmpty() ? "" : path.substring(0, path.length() - 1);
        refused(group, path, key, together);
      }
      return defaults;
    }
  }

  private boolean isRefusedAlone(
      Record defaults,
      RecordComponent[] components,
      @Nullable Object[] values,
      Map.Entry<Integer, SettingNode> one,
      String path) {
    @Nullable Object[] alone = new @Nullable Object[values.length];
    for (int i = 0; i < alone.length; i++) {
      alone[i] = i == one.getKey() ? values[i] : get(components[i], defaults);
    }
    try {
      create(defaults, components, alone);
      return false;
    } catch (IllegalArgumentException e) {
      refused(one.getValue(), path, path + components[one.getKey()].getName(), e);
      return true;
    }
  }

  private static Record create(
      Record defaults, RecordComponent[] components, @Nullable Object[] values) {
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = defaults.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      throw new IllegalStateException(defaults.getClass() + " can't be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("a record's constructor can be called", e);
    }
  }

  /** Constructors say {@code name is value, must be …}; their path may be in front already. */
  private void refused(SettingNode node, String path, String key, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    String bare = message.startsWith(path) ? message.substring(path.length()) : message;
    int comma = bare.indexOf(", must be ");
    if (comma > 0) {
      problem(
          node,
          key,
          bare.substring(0, comma),
          "It must be " + bare.substring(comma + ", must be ".length()) + ".");
    } else {
      problem(node, key, bare, "Write another value.");
    }
  }

  private void problem(SettingNode node, String key, String message, String mend) {
    problems.add(new SettingsProblem(node.origin.where(), key, message, mend));
  }
}
