package io.sharpeyes.gateway.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Lays the sources over one another: the file, over it the environment, over that the command line.
 */
final class SettingSources {

  private static final String PREFIX = "SHARPEYES_";

  private final SettingNode root;
  private final Set<String> keys;
  private final List<SettingsProblem> problems;
  private final List<String> warnings = new ArrayList<>();

  SettingSources(SettingNode root, Set<String> keys, List<SettingsProblem> problems) {
    this.root = root;
    this.keys = keys;
    this.problems = problems;
  }

  /** Takes the variables that begin with {@code SHARPEYES_}. */
  void environment(Map<String, String> environment) {
    Map<String, String> keyOf = new TreeMap<>();
    keys.forEach(key -> keyOf.put(SettingKeys.variable(key), key));
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String key = keyOf.get(variable.getKey());
      if (variable.getValue().isEmpty()) {
        continue; // what compose files make of a variable that isn't set
      }
      if (key != null) {
        override(key, variable.getValue(), "environment " + variable.getKey());
      } else if (variable.getKey().startsWith(PREFIX)) {
        // No problem: Kubernetes makes such variables for a service of this name.
        warnings.add("environment " + variable.getKey() + " is no setting and was passed over");
      }
    }
  }

  /** Takes options of the command line: the value by the key. */
  void commandLine(Map<String, String> options) {
    options.forEach((key, value) -> override(key, value, "command line, " + key));
  }

  List<String> warnings() {
    return warnings;
  }

  private void override(String key, String value, String where) {
    SettingNode.Origin origin = new SettingNode.Origin(where, null);
    SettingNode node =
        value.startsWith("[") || value.startsWith("{")
            ? new YamlSettings(where, null, problems).read(value)
            : SettingNode.text(origin, value);
    put(key, node);
  }

  private void put(String key, SettingNode value) {
    String[] path = key.split("\\.", -1);
    SettingNode group = root;
    for (int i = 0; i < path.length - 1; i++) {
      @Nullable SettingNode next = group.members.get(path[i]);
      if (next == null || next.kind != SettingNode.Kind.GROUP) {
        next = SettingNode.group(value.origin);
        group.members.put(path[i], next);
      }
      group = next;
    }
    group.members.put(path[path.length - 1], value);
  }
}
