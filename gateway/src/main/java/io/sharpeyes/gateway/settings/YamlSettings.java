package io.sharpeyes.gateway.settings;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes YAML apart into nodes that know their line. Anchors and tags mean nothing here. */
final class YamlSettings {

  private static final YAMLFactory YAML =
      YAMLFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(16).maxStringLength(65_536).build())
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String name;
  private final @Nullable Path folder;
  private final List<SettingsProblem> problems;

  /**
   * Makes a reader for one text.
   *
   * @param name what the text is called in problems
   * @param folder what relative paths in it are relative to, or null for the working directory
   */
  YamlSettings(String name, @Nullable Path folder, List<SettingsProblem> problems) {
    this.name = name;
    this.folder = folder;
    this.problems = problems;
  }

  /** Reads a whole text; an empty one is an empty group. */
  SettingNode read(String text) {
    SettingNode.Origin start = origin(1);
    try (YAMLParser parser = YAML.createParser(text)) {
      JsonToken first = parser.nextToken();
      return first == null ? SettingNode.group(start) : node(parser);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      String reason = String.valueOf(e.getOriginalMessage()).lines().findFirst().orElse("");
      problems.add(
          new SettingsProblem(
              origin(line).where(),
              "",
              "this is no valid YAML (" + reason + ")",
              "Check colons, indentation and quotation marks there."));
      return SettingNode.group(start);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reads memory only
    }
  }

  private SettingNode node(JsonParser parser) throws IOException {
    SettingNode.Origin origin = origin(parser.currentTokenLocation().getLineNr());
    return switch (parser.currentToken()) {
      case START_OBJECT -> group(parser, origin);
      case START_ARRAY -> list(parser, origin);
      case VALUE_NULL -> SettingNode.nothing(origin);
      default ->
          parser.getText().isEmpty() // Jackson's word for a key with nothing after it
              ? SettingNode.nothing(origin)
              : SettingNode.text(origin, parser.getText());
    };
  }

  private SettingNode group(JsonParser parser, SettingNode.Origin origin) throws IOException {
    SettingNode group = SettingNode.group(origin);
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      group.members.put(key, node(parser));
    }
    return group;
  }

  private SettingNode list(JsonParser parser, SettingNode.Origin origin) throws IOException {
    SettingNode list = SettingNode.list(origin);
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.items.add(node(parser));
    }
    return list;
  }

  private SettingNode.Origin origin(int line) {
    return new SettingNode.Origin(name + ":" + line, folder);
  }
}
