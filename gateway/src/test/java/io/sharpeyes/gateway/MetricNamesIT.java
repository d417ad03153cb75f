package io.sharpeyes.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What alerts and dashboard ask for is what a running gateway tells, by the same names. */
@Timeout(120)
class MetricNamesIT {

  private static final Pattern ASKED = Pattern.compile("(sharpeyes_[a-z_]+)(\\{[^}]*})?");
  private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)");

  /** What the scraping system puts on, not the gateway. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  Path folder;

  @Test
  void alertsAndDashboardAskForWhatIsThere() throws Exception {
    String told;
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n")) {
      told = metrics(gateway);
    }
    Map<String, Set<String>> there = labels(told);
    for (String file : new String[] {"prometheus/alerts.yml", "grafana/sharp-eyes-gateway.json"}) {
      String text = Files.readString(Path.of("../config", file));
      labels(text)
          .forEach(
              (name, labels) -> {
                assertThat(there).as(file).containsKey(name);
                assertThat(there.get(name)).as(file + ": " + name).containsAll(labels);
              });
    }
  }

  private static String metrics(RunningGateway gateway) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(gateway.api().address() + "/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }

  /** The metrics hold what they read only weakly: somebody else must hold it. */
  @Test
  void nothingThatIsReadIsForgotten() throws Exception {
    try (RunningGateway gateway = RunningGateway.start(folder, "mqtt:\n  port: 0\n")) {
      System.gc();
      assertThat(metrics(gateway).lines())
          .filteredOn(line -> !line.startsWith("#") && line.startsWith("sharpeyes_"))
          .isNotEmpty()
          .noneMatch(line -> line.endsWith("NaN"));
    }
  }

  private static Map<String, Set<String>> labels(String text) throws IOException {
    Map<String, Set<String>> labels = new TreeMap<>();
    Matcher metric = ASKED.matcher(text);
    while (metric.find()) {
      Set<String> known = labels.computeIfAbsent(metric.group(1), name -> new TreeSet<>());
      Matcher label = LABEL.matcher(metric.group(2) == null ? "" : metric.group(2));
      while (label.find()) {
        if (!OF_PROMETHEUS.contains(label.group(1))) {
          known.add(label.group(1));
        }
      }
    }
    return labels;
  }
}
