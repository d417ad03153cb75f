package io.sharpeyes.gateway.settings;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The keys that a record tree has, found by reflection. Pure. */
final class SettingKeys {

  private SettingKeys() {}

  /** The path of every key, and the type of its value. */
  static Map<String, Type> of(Class<? extends Record> type) {
    Map<String, Type> keys = new LinkedHashMap<>();
    collect(type, "", keys);
    return Collections.unmodifiableMap(keys);
  }

  private static void collect(Class<?> type, String path, Map<String, Type> keys) {
    for (RecordComponent component : type.getRecordComponents()) {
      Class<?> of = component.getType();
      if (component.isAnnotationPresent(Flat.class)) {
        Map<String, Type> flat = new LinkedHashMap<>();
        collect(of, path, flat);
        withoutOf(component).forEach(name -> flat.remove(path + name));
        keys.putAll(flat);
      } else if (of.isRecord()) {
        collect(of, path + component.getName() + ".", keys);
      } else if (of == Map.class) {
        collectMap(component, path + component.getName(), keys);
      } else {
        keys.put(path + component.getName(), component.getGenericType());
      }
    }
  }

  /** A map by an enumeration has a key for each constant; another one is a value as a whole. */
  private static void collectMap(RecordComponent component, String path, Map<String, Type> keys) {
    Type type = component.getGenericType();
    if (argument(type, 0) instanceof Class<?> key && key.isEnum()) {
      for (Object constant : key.getEnumConstants()) {
        keys.put(path + "." + SettingText.wireName((Enum<?>) constant), argument(type, 1));
      }
    } else {
      keys.put(path, type);
    }
  }

  static List<String> withoutOf(RecordComponent component) {
    Flat flat = component.getAnnotation(Flat.class);
    return flat == null ? List.of() : Arrays.asList(flat.without());
  }

  /** A generic type's argument. */
  static Type argument(Type type, int index) {
    return ((ParameterizedType) type).getActualTypeArguments()[index];
  }

  /** The variable for a key: {@code SHARPEYES_MQTT_MAX_CONNECTIONS} for mqtt.maxConnections. */
  static String variable(String key) {
    String words = key.replaceAll("([a-z0-9])([A-Z])", "$1_$2").replaceAll("[^A-Za-z0-9]", "_");
    return "SHARPEYES_" + words.toUpperCase(Locale.ROOT);
  }

  /** The known key that a person most likely meant, or nothing if none comes near. */
  static String nearest(String unknown, Iterable<String> known) {
    String best = "";
    int bestDistance = 4;
    for (String key : known) {
      int distance = distance(unknown.toLowerCase(Locale.ROOT), key.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = key;
      }
    }
    return best;
  }

  /** Levenshtein's: how many letters must be put in, taken out or changed. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    Arrays.setAll(row, i -> i);
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= other.length(); j++) {
        int above = row[j];
        int changed = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(changed, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
