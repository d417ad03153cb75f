package io.sharpeyes.gateway.settings;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value as it was written, not yet understood: a text, a list, a group, or nothing. Only {@link
 * SettingSources} changes it.
 */
final class SettingNode {

  enum Kind {
    TEXT,
    LIST,
    GROUP,
    NOTHING
  }

  /**
   * Where a value comes from.
   *
   * @param where for a person: file and line, variable, option
   * @param folder what a relative path in it is relative to, or null for the working directory
   */
  record Origin(String where, @Nullable Path folder) {}

  final Kind kind;
  final Origin origin;
  final String text;
  final List<SettingNode> items = new ArrayList<>();
  final Map<String, SettingNode> members = new LinkedHashMap<>();

  private SettingNode(Kind kind, Origin origin, String text) {
    this.kind = kind;
    this.origin = origin;
    this.text = text;
  }

  static SettingNode text(Origin origin, String text) {
    return new SettingNode(Kind.TEXT, origin, text);
  }

  static SettingNode list(Origin origin) {
    return new SettingNode(Kind.LIST, origin, "");
  }

  static SettingNode group(Origin origin) {
    return new SettingNode(Kind.GROUP, origin, "");
  }

  static SettingNode nothing(Origin origin) {
    return new SettingNode(Kind.NOTHING, origin, "");
  }

  /** How it is shown in a problem. */
  String shown() {
    return switch (kind) {
      case TEXT -> '"' + (text.length() <= 60 ? text : text.substring(0, 60) + "…") + '"';
      case LIST -> "a list";
      case GROUP -> "a group of keys";
      case NOTHING -> "nothing";
    };
  }
}
