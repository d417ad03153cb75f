package io.sharpeyes.benchmarks;

import io.sharpeyes.benchmarks.GatewayProcess.County;
import io.sharpeyes.benchmarks.GatewayProcess.Launch;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From the start of the JVM until the gateway is ready: the demo county, and after a {@code kill
 * -9} with a long log.
 *
 * <pre>
 * java -cp gateway/target/test-classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.gateway.journal.JournalStartBench LOG fill 1000000
 * java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar \
 *     io.sharpeyes.benchmarks.Starts LOG
 * </pre>
 *
 * <p>LOG is a journal's folder that a kill left; it is moved.
 */
public final class Starts {

  private static final int ROUNDS = 5;
  private static final Pattern ADDRESS = Pattern.compile("http://[0-9.]+:\\d+");

  private Starts() {}

  /** Runs it. */
  public static void main(String[] args) throws Exception {
    FiguresPage page = new FiguresPage("starts", "start of the JVM → ready", "seconds", "goal");
    List<Double> demo = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      demo.add(demo());
    }
    page.row("demo registry", text(demo), "≤ 2");
    if (args.length > 0) {
      page.row(
          "after kill -9, 1,000,000 incidents in the log", text(recover(Path.of(args[0]))), "≤ 3");
    }
    page.note("Medians of %d rounds; files in the system's cache.".formatted(ROUNDS));
    page.publish(
        "java -cp benchmarks/target/classes:gateway/target/sharp-eyes-gateway.jar"
            + " io.sharpeyes.benchmarks.Starts LOG");
    System.exit(0);
  }

  private static String text(List<Double> rounds) {
    return "%.2f (%.2f to %.2f)"
        .formatted(
            FiguresPage.median(rounds),
            rounds.stream().min(Double::compare).orElse(0.0),
            rounds.stream().max(Double::compare).orElse(0.0));
  }

  private static double demo() throws Exception {
    long begun = System.nanoTime();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                "gateway/target/sharp-eyes-gateway.jar",
                "demo",
                "--quiet")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        Matcher address = ADDRESS.matcher(line);
        if (address.find() && ready(URI.create(address.group()))) {
          return (System.nanoTime() - begun) / 1e9;
        }
      }
      throw new IOException("the demo did not become ready");
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private static boolean ready(URI address) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address.resolve("/health/ready")).build();
    return HttpClient.newHttpClient().send(request, BodyHandlers.discarding()).statusCode() == 200;
  }

  private static List<Double> recover(Path journal) throws Exception {
    Path home = Files.createTempDirectory(journal.toAbsolutePath().getParent(), "start-");
    County county = new County(2_000, 2_000, 50, 1);
    // Makes its keys, which a gateway that has data already must have.
    GatewayProcess.start(home, county, Launch.heap("2g")).close();
    Path own = home.resolve("data").resolve("journal");
    Files.move(own, home.resolve("journal-before"));
    Files.move(journal, own);
    List<Double> seconds = new ArrayList<>();
    for (int round = -1; round < ROUNDS; round++) {
      long begun = System.nanoTime();
      GatewayProcess gateway = GatewayProcess.start(home, county, Launch.heap("2g"));
      double took = gateway.readyAfterSeconds(begun);
      if (round >= 0) {
        // The first one takes the registry in, which is another figure.
        seconds.add(took);
      }
      gateway.kill();
    }
    return seconds;
  }
}
