package io.sharpeyes.gateway.registry;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Takes a GeoJSON FeatureCollection (RFC 7946) of points apart into rows: a feature's properties
 * are the columns, its point is latitude and longitude.
 */
final class GeoJsonRows {

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(32)
                          .maxStringLength(64 * 1024)
                          .maxNumberLength(64)
                          .maxNameLength(256)
                          .build())
                  .build())
          .build();

  private static final String LATITUDE = Columns.LATITUDE.name();
  private static final String LONGITUDE = Columns.LONGITUDE.name();

  private final RegistryFile file;
  private final Table<?> table;
  private final Map<String, Column> columns;
  private final CoordinateSystem coordinates;
  private final RegistryProblems problems;
  private int rows;

  GeoJsonRows(
      RegistryFile file, Table<?> table, CoordinateSystem coordinates, RegistryProblems problems) {
    this.file = file;
    this.table = table;
    this.columns = table.columns().stream().collect(Collectors.toMap(Column::name, c -> c));
    this.coordinates = coordinates;
    this.problems = problems;
  }

  void forEach(Charset charset, Consumer<RegistryRow> taker) {
    int mark = TextEncoding.markLength(file.content());
    int length = file.content().length - mark;
    try (Reader text =
            new InputStreamReader(new ByteArrayInputStream(file.content(), mark, length), charset);
        JsonParser parser = MAPPER.createParser(text)) {
      read(parser, taker);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
      problem(line, "", "this is no valid JSON; nothing below was read", "Export it anew.");
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reads memory only
    }
  }

  private void read(JsonParser parser, Consumer<RegistryRow> taker) throws IOException {
    boolean found = false;
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String member = parser.currentName();
        JsonToken value = parser.nextToken();
        if (member.equals("features") && value == JsonToken.START_ARRAY) {
          found = true;
          features(parser, taker);
        } else {
          parser.skipChildren();
        }
      }
    }
    if (!found) {
      problem(1, "", "this is no GeoJSON FeatureCollection", "Export it as one.");
    }
  }

  private void features(JsonParser parser, Consumer<RegistryRow> taker) throws IOException {
    while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
      int line = parser.currentTokenLocation().getLineNr();
      JsonNode feature = MAPPER.readTree(parser);
      if (++rows > RegistryReader.MOST_ROWS) {
        problems.addOnce(
            file.name(), line, "", "over " + RegistryReader.MOST_ROWS + " rows", "Split it.");
      } else {
        feature(feature, line, taker);
      }
    }
  }

  private void feature(JsonNode feature, int line, Consumer<RegistryRow> taker) {
    Map<String, String> cells = new HashMap<>();
    JsonNode properties = feature.path("properties");
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      Column column = columns.get(property.getKey());
      if (column == null
          || property.getKey().equals(LATITUDE)
          || property.getKey().equals(LONGITUDE)) {
        unknownProperty(property.getKey(), line);
      } else if (property.getValue().isContainerNode()) {
        problem(line, column.name(), "the value is a list or object", "Write a plain value.");
      } else if (!property.getValue().isNull()) {
        cells.put(column.name(), text(property.getValue()));
      }
    }
    point(feature.path("geometry"), line, cells);
    taker.accept(new RegistryRow(file.name(), line, false, cells::get, coordinates, problems));
  }

  private static String text(JsonNode value) {
    return value.isFloatingPointNumber() ? RegistryRow.plain(value.doubleValue()) : value.asText();
  }

  private void unknownProperty(String name, int line) {
    String shown = name.length() > 64 ? name.substring(0, 64) : name;
    String names =
        table.columns().stream()
            .map(Column::name)
            .filter(column -> !column.equals(LATITUDE) && !column.equals(LONGITUDE))
            .collect(Collectors.joining(","));
    problems.addOnce(
        file.name(), line, shown, "unknown property", "The properties are " + names + ".");
  }

  private void point(JsonNode geometry, int line, Map<String, String> cells) {
    if (geometry.isNull() || geometry.isMissingNode()) {
      return;
    }
    JsonNode place = geometry.path("coordinates");
    boolean isPoint =
        geometry.path("type").asText().equals("Point")
            && place.size() >= 2
            && place.path(0).isNumber()
            && place.path(1).isNumber();
    if (!isPoint || !columns.containsKey(LATITUDE)) {
      problem(
          line,
          "geometry",
          columns.containsKey(LATITUDE) ? "the geometry is no point" : "this table has no places",
          columns.containsKey(LATITUDE) ? "Use a Point [longitude, latitude]." : "Leave it out.");
      return;
    }
    cells.put(LONGITUDE, text(place.get(0)));
    cells.put(LATITUDE, text(place.get(1)));
  }

  private void problem(int line, String column, String message, String mend) {
    problems.add(file.name(), line, column, message, mend);
  }
}
