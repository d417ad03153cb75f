package io.sharpeyes.gateway.api;

import static java.util.Map.entry;

import io.micrometer.core.instrument.Gauge;
import io.sharpeyes.gateway.incident.Assignment.State;
import io.sharpeyes.gateway.settings.HttpSettings;
import io.vertx.core.Future;
import io.vertx.ext.web.Router;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The HTTP interface: what answers each operation of {@code openapi.yaml}. An operation without an
 * answer, or the other way round, stops the start.
 */
public final class HttpApi {

  private final HttpParts parts;
  private final HttpSettings settings;
  private final Access access;
  private final Contract contract = Contract.own();
  private final Connections connections = new Connections(Connections.MOST);
  private final List<HttpListener> listeners = new CopyOnWriteArrayList<>();

  /** Reads the contract ahead, so that to make one is quick. Not on an event loop. */
  public static void prepare() {
    Contract.own();
  }

  /** Makes one; {@link #start} makes it listen. */
  public HttpApi(HttpParts parts, HttpSettings settings) {
    this.parts = parts;
    this.settings = settings;
    this.access = new Access(settings, parts.signIn().sessions(), parts.devices());
    Gauge.builder("sharpeyes.http.connections", connections, Connections::count)
        .description("HTTP connections that stand, WebSockets among them")
        .register(parts.meters());
  }

  private Map<String, Operation> operations() {
    SessionRoutes session = new SessionRoutes(parts, access);
    SecondFactorRoutes secondFactor = new SecondFactorRoutes(parts);
    AlarmRoutes alarms = new AlarmRoutes(parts);
    IncidentRoutes incidents = new IncidentRoutes(parts);
    IncidentCommands commands = new IncidentCommands(parts, incidents);
    CameraRoutes cameras = new CameraRoutes(parts);
    PictureRoutes pictures = new PictureRoutes(parts, incidents);
    EvidenceRoutes evidence = new EvidenceRoutes(parts, incidents);
    AuditRoutes audit = new AuditRoutes(parts);
    DeviceRoutes devices = new DeviceRoutes(parts);
    UnitRoutes units = new UnitRoutes(parts);
    AreaEventRoutes areaEvents = new AreaEventRoutes(parts);
    WindowRoutes windows = new WindowRoutes(parts);
    HealthRoutes health = new HealthRoutes(parts);
    HandoverRoutes handovers = new HandoverRoutes(parts);
    WorkOrderRoutes workOrders = new WorkOrderRoutes(parts);
    ReportRoutes reports = new ReportRoutes(parts);
    RegistryRoutes registry = new RegistryRoutes(parts);
    MapRoutes map = new MapRoutes(parts);
    OperationsRoutes operations = new OperationsRoutes(parts);
    return Map.ofEntries(
        entry("login", session::login),
        entry("logout", session::logout),
        entry("logoutEverywhere", session::logoutEverywhere),
        entry("logoutOther", session::logoutOther),
        entry("me", session::me),
        entry("beginSecondFactor", secondFactor::begin),
        entry("confirmSecondFactor", secondFactor::confirm),
        entry("removeSecondFactor", secondFactor::remove),
        entry("resetSecondFactor", secondFactor::reset),
        entry("raiseAlarm", alarms::raise),
        entry("listIncidents", incidents::list),
        entry("getIncident", incidents::get),
        entry("getTimeline", incidents::timeline),
        entry("getIncidentCameras", incidents::cameras),
        entry("getIncidentUnits", incidents::units),
        entry("claimIncident", commands.doing(IncidentCommands::claim)),
        entry("takeOverIncident", commands.doing(IncidentCommands::takeOver)),
        entry("returnIncident", commands.doing(IncidentCommands::giveBack)),
        entry("forwardIncident", commands.doing(IncidentCommands::forward)),
        entry("noteIncident", commands.doing(IncidentCommands::note)),
        entry("announceIncident", commands.doing(IncidentCommands::announce)),
        entry("quietIncident", commands.doing(IncidentCommands::quiet)),
        entry("releaseIncident", commands.doing(IncidentCommands::release)),
        entry("closeIncident", commands.doing(IncidentCommands::close)),
        entry("mergeIncident", commands.doing(IncidentCommands::merge)),
        entry("reopenIncident", commands.doing(IncidentCommands::reopen)),
        entry("assignUnit", commands.doing(commands::assign)),
        entry("acceptAssignment", commands.doing(IncidentCommands.step(State.ACCEPTED))),
        entry("declineAssignment", commands.doing(IncidentCommands.step(State.DECLINED))),
        entry("enRouteAssignment", commands.doing(IncidentCommands.step(State.EN_ROUTE))),
        entry("onSceneAssignment", commands.doing(IncidentCommands.step(State.ON_SCENE))),
        entry("doneAssignment", commands.doing(IncidentCommands.step(State.DONE))),
        entry("recallUnit", commands.doing(IncidentCommands::recall)),
        entry("listCameras", cameras::list),
        entry("camerasNear", cameras::near),
        entry("getCamera", cameras::get),
        entry("listEvidence", evidence::list),
        entry("holdIncident", evidence::hold),
        entry("releaseHold", evidence::releaseHold),
        entry("getReceipt", evidence::receipt),
        entry("listAudit", audit::list),
        entry("grantCamera", pictures::grant),
        entry("listAllReviews", pictures::allReviews),
        entry("listReviews", pictures::reviews),
        entry("confirmReview", pictures::confirm),
        entry("declineReview", pictures::decline),
        entry("breakGlass", pictures::breakGlass),
        entry("endBreakGlass", pictures::endBreakGlass),
        entry("listDevices", devices::list),
        entry("getDevice", devices::get),
        entry("listAreaEvents", areaEvents::list),
        entry("claimAreaEvent", areaEvents::claim),
        entry("listWindows", windows::list),
        entry("bookWindow", windows::book),
        entry("cancelWindow", windows::cancel),
        entry("healthReport", health::report),
        entry("listHandovers", handovers::list),
        entry("offerHandover", handovers::offer),
        entry("acceptHandover", handovers::accept),
        entry("withdrawHandover", handovers::withdraw),
        entry("listWorkOrders", workOrders::list),
        entry("openWorkOrder", workOrders::open),
        entry("noteWorkOrder", workOrders::note),
        entry("finishWorkOrder", workOrders::done),
        entry("responseTimes", reports::responseTimes),
        entry("drills", reports::drills),
        entry("readRegistry", registry::read),
        entry("importRegistry", registry::change),
        entry("getMap", map::ground),
        entry("getMapLayer", map::layer),
        entry("getMapTile", map::tile),
        entry("listUnits", units::list),
        entry("putUnitPosition", units::position),
        entry("putUnitDuty", units::duty),
        entry("metrics", operations::metrics),
        entry("live", operations::live),
        entry("ready", operations::ready),
        entry("openapi", operations::openapi),
        entry("asyncapi", operations::asyncapi));
  }

  /** What answers by itself, piece by piece. */
  private Map<String, Function<Call, Future<Void>>> streams() {
    PictureRoutes pictures = new PictureRoutes(parts, new IncidentRoutes(parts));
    EvidenceRoutes evidence = new EvidenceRoutes(parts, new IncidentRoutes(parts));
    return Map.of(
        "exportEvidence", evidence::export,
        "readEvents", new EventRoutes(parts)::open,
        "takeSnapshot", pictures::snapshot,
        "fetchClip", pictures::clip,
        "watchLive", pictures::live,
        "takeMaintenanceSnapshot", pictures::snapshot,
        "watchMaintenanceLive", pictures::live);
  }

  /**
   * Listens.
   *
   * @return the port; fails if it can't be had
   */
  public Future<Integer> start() {
    Dispatch dispatch = new Dispatch(parts, access, settings, connections);
    Router router = Router.router(parts.vertx());
    dispatch.prepare(router);
    Map<String, Operation> operations = operations();
    Set<String> unanswered = new HashSet<>(operations.keySet());
    Map<String, Function<Call, Future<Void>>> streams = streams();
    for (OperationContract operation : contract.operations()) {
      Function<Call, Future<Void>> stream = streams.get(operation.id());
      if (stream != null) {
        dispatch.stream(router, operation, stream);
      } else {
        dispatch.answer(router, operation, answerOf(operation, operations));
      }
      unanswered.remove(operation.id());
    }
    if (!unanswered.isEmpty()) {
      throw new IllegalStateException("openapi.yaml doesn't know " + unanswered);
    }
    dispatch.otherwise(router, new ConsoleFiles(parts.vertx()));
    return HttpListener.deploy(parts.vertx(), settings, router, connections, listeners);
  }

  /**
   * Reads the TLS certificate anew: who connects from now on gets the one that stands in the files.
   *
   * @return fails, and keeps the one from before, if it can't be used
   */
  public Future<Void> reloadCertificates() {
    return Future.join(listeners.stream().map(HttpListener::reloadCertificates).toList())
        .mapEmpty();
  }

  private static Operation answerOf(
      OperationContract operation, Map<String, Operation> operations) {
    Operation answer = operations.get(operation.id());
    if (answer == null) {
      throw new IllegalStateException("nothing answers " + operation.id() + " of openapi.yaml");
    }
    return answer;
  }
}
