package io.sharpeyes.gateway;

import io.sharpeyes.gateway.access.AuditLog;
import io.sharpeyes.gateway.access.KeyFile;
import io.sharpeyes.gateway.access.Keys;
import io.sharpeyes.gateway.access.PublicKeyFile;
import io.sharpeyes.gateway.access.RegistryVersions;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.api.ApiJson;
import io.sharpeyes.gateway.evidence.OfflineExport;
import io.sharpeyes.gateway.evidence.PackageCheck;
import io.sharpeyes.gateway.incident.Actor;
import io.sharpeyes.gateway.incident.Incident;
import io.sharpeyes.gateway.incident.IncidentJson;
import io.sharpeyes.gateway.journal.JournalArchive;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.push.EventJson;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.settings.GatewaySettings;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.PublicKey;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** An incident's evidence as one package: out of the house, and checked elsewhere. */
@Command(
    name = "evidence",
    description = "An incident's evidence as one signed package.",
    mixinStandardHelpOptions = true,
    subcommands = {EvidenceCommand.Export.class, EvidenceCommand.Verify.class})
@SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
final class EvidenceCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Say evidence export or evidence verify.");
  }

  /** Writes a package. */
  @Command(
      name = "export",
      description = {
        "Writes timeline, snapshots, clips and the audit's rows of an incident as one ZIP, with a",
        "signed list of the SHA-256 of each file.",
        "",
        "With --server through a running gateway: you need the right to look at the incident, or,",
        "once it is closed, a review that a second person confirmed. With --config from the data",
        "folder of a gateway that is stopped: say why, for the audit."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 done, 1 failed at run time, 2 wrong arguments or settings."})
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Export implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "INCIDENT", description = "The incident, for instance 20261122-0042.")
    private String incident;

    @Option(
        names = {"-c", "--config"},
        paramLabel = "FILE",
        description = "The settings of the stopped gateway.")
    private @Nullable Path config;

    @Option(names = "--data", paramLabel = "DIR", description = "Overrides data.")
    private @Nullable Path data;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Why; goes into the audit.")
    private @Nullable String reason;

    @Option(names = "--server", paramLabel = "URL", description = "The running gateway.")
    private @Nullable URI server;

    @Option(names = "--user", paramLabel = "NAME", description = "Who asks the running gateway.")
    private @Nullable String user;

    @Option(
        names = "--password-file",
        paramLabel = "FILE",
        description = "File with the password in its first line; else it is asked for.")
    private @Nullable Path passwordFile;

    @Option(
        names = "--to",
        paramLabel = "FILE",
        description = "The package; evidence-INCIDENT.zip if not said. Never overwritten.")
    private @Nullable Path target;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
      if (!incident.matches("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")) {
        throw new ParameterException(spec.commandLine(), "'" + incident + "' is no incident's id.");
      }
      Path to = target == null ? Path.of("evidence-" + incident + ".zip") : target;
      if (Files.exists(to)) {
        throw new IOException(to + " exists. Name another file with --to.");
      }
      if ((config == null) == (server == null)) {
        throw new ParameterException(spec.commandLine(), "Say either --server or --config.");
      }
      return server == null ? fromFolder(to) : fromServer(server, to);
    }

    private int fromServer(URI gateway, Path to) throws IOException, InterruptedException {
      if (user == null) {
        throw new ParameterException(spec.commandLine(), "Say --user with --server.");
      }
      ServerClient api = new ServerClient(gateway, user, passwordFile);
      HttpResponse<InputStream> answer =
          api.open(
              api.signedIn("/api/v1/incidents/" + incident + "/evidence")
                  .timeout(Duration.ofHours(1))
                  .GET()
                  .build());
      try (InputStream in = answer.body()) {
        if (answer.statusCode() != 200) {
          throw ServerClient.refused(
              "The package", answer.statusCode(), ServerClient.json(in.readNBytes(1 << 20)));
        }
        Path part = to.resolveSibling(to.getFileName() + ".part");
        try {
          Files.copy(in, part);
          Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
        } finally {
          Files.deleteIfExists(part);
        }
      }
      return done(to);
    }

    private int fromFolder(Path to) throws IOException, SQLException, InterruptedException {
      if (reason == null || reason.isBlank()) {
        throw new ParameterException(
            spec.commandLine(), "Say why with --reason: it goes into the audit.");
      }
      Map<String, String> overrides = data == null ? Map.of() : Map.of("data", data.toString());
      GatewaySettings.Reading reading =
          GatewaySettings.load(Objects.requireNonNull(config), System.getenv(), overrides);
      PrintWriter err = spec.commandLine().getErr();
      reading.warnings().forEach(err::println);
      reading.problems().forEach(err::println);
      Optional<GatewaySettings> settings = reading.settings();
      if (settings.isEmpty()) {
        return 2;
      }
      write(settings.get(), to, reason);
      return done(to);
    }

    private void write(GatewaySettings settings, Path to, String why)
        throws IOException, SQLException, InterruptedException {
      Path folder = settings.data();
      try (DataFolder held = DataFolder.lock(folder)) {
        Keys keys = KeyFile.load(settings.access().keyFile(), folder);
        Registry registry = new RegistryVersions(held.registry(), keys).load().registry();
        List<StoredEvent> events = JournalArchive.about(folder.resolve("journal"), incident);
        Incident last = last(events);
        EventJson json = new EventJson(ApiJson.MAPPER, () -> registry);
        Sight sight = Sight.of(Person.Role.DISPATCHER);
        try (AuditLog audit =
            AuditLog.open(DataFolder.audit(folder), keys, InstantSource.system())) {
          new OfflineExport(
                  folder.resolve("evidence"), keys, audit, event -> json.json(event, sight))
              .write(
                  incident,
                  Buffer.buffer(ApiJson.MAPPER.writeValueAsBytes(last)),
                  events,
                  new Actor(System.getProperty("user.name"), "at the command line"),
                  why,
                  Instant.now(),
                  to);
        }
      }
    }

    private Incident last(List<StoredEvent> events) throws IOException {
      for (int i = events.size() - 1; i >= 0; i--) {
        StoredEvent event = events.get(i);
        Optional<Incident> found = IncidentJson.incidentOf(event.type(), event.json());
        if (found.isPresent()) {
          return found.get();
        }
      }
      throw new IOException("There is no incident " + incident + " in the log.");
    }

    private int done(Path to) {
      spec.commandLine()
          .getOut()
          .println(
              "The package was written to "
                  + to
                  + ". Check it with: evidence verify "
                  + to
                  + " --key FILE, with the public key that"
                  + " keys public writes on the gateway.");
      return 0;
    }
  }

  /** Checks a package. */
  @Command(
      name = "verify",
      description = {
        "Says of every file of a package whether it is whole, and whether anything was added, taken",
        "out or changed. Needs only the package and the gateway's public key (keys public); no",
        "settings, no data."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Exit codes: 0 whole, 1 not whole or not readable, 2 wrong arguments."})
  @SuppressWarnings("NullAway.Init") // picocli sets the fields before it calls
  static final class Verify implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "PACKAGE", description = "The ZIP.")
    private Path file;

    @Option(
        names = "--key",
        required = true,
        paramLabel = "PUBLIC.pem",
        description = "The gateway's public key.")
    private Path key;

    @Override
    public Integer call() throws IOException {
      PublicKey known;
      try {
        known = PublicKeyFile.read(key);
      } catch (IOException e) {
        throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
      }
      PackageCheck.Report report = PackageCheck.check(file, known);
      PrintWriter out = spec.commandLine().getOut();
      for (PackageCheck.Finding finding : report.findings()) {
        out.printf(
            "%-8s %s%s%n",
            finding.state().name().toLowerCase(Locale.ROOT),
            finding.file(),
            finding.what().isEmpty() ? "" : ": " + finding.what());
      }
      if (report.fault() != null) {
        out.println("THE PACKAGE IS NOT WHOLE: " + report.fault() + ".");
      } else if (report.isWhole()) {
        out.printf(
            "The package is whole: incident %s, %s, %d files.%n",
            report.incident(), report.made(), report.findings().size());
      } else {
        out.printf(
            "THE PACKAGE IS NOT WHOLE: incident %s, %s.%n", report.incident(), report.made());
      }
      return report.isWhole() ? 0 : 1;
    }
  }
}
