package io.sharpeyes.gateway.api;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sharpeyes.gateway.access.DeviceAuthentication;
import io.sharpeyes.gateway.access.Handovers;
import io.sharpeyes.gateway.access.ImportReport;
import io.sharpeyes.gateway.access.RegistryStore;
import io.sharpeyes.gateway.access.SignIn;
import io.sharpeyes.gateway.correlation.CameraRanking;
import io.sharpeyes.gateway.evidence.EvidenceDesk;
import io.sharpeyes.gateway.evidence.Pictures;
import io.sharpeyes.gateway.health.CameraWatch;
import io.sharpeyes.gateway.health.DeviceWatch;
import io.sharpeyes.gateway.health.HealthReport;
import io.sharpeyes.gateway.health.WorkOrders;
import io.sharpeyes.gateway.journal.Journal;
import io.sharpeyes.gateway.push.EventHub;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.sharpeyes.gateway.response.UnitRanking;
import io.sharpeyes.gateway.response.UnitStates;
import io.sharpeyes.gateway.settings.MapSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What the HTTP routes work with.
 *
 * @param vertx runs them
 * @param clock the gateway's clock
 * @param registry the registry as it stands
 * @param imports changes the registry
 * @param journal stores and remembers
 * @param hub the event streams
 * @param signIn lets people in
 * @param devices knows devices' secrets
 * @param alarms takes alarms
 * @param cameraRanking ranks the cameras of the registry as it stands
 * @param unitRanking ranks its units
 * @param cameraWatch knows how the cameras are
 * @param deviceWatch knows how the devices are
 * @param unitStates knows where the units are
 * @param healthReport reports on the districts that the reader may know
 * @param pictures what cameras show, for those who may look
 * @param evidence what is done with pictures that were kept, and the audit
 * @param workOrders what maintenance has to do
 * @param handovers what desks hand over at the change of shift
 * @param meters the figures
 * @param ready whether alarms and desks are taken
 * @param maps the folder of the map's layers
 * @param tiles the map's tile server
 */
public record HttpParts(
    Vertx vertx,
    InstantSource clock,
    Supplier<Registry> registry,
    BiFunction<RegistryStore.Request, Person, Future<ImportReport>> imports,
    Journal journal,
    EventHub hub,
    SignIn signIn,
    DeviceAuthentication devices,
    AlarmIntake alarms,
    Supplier<CameraRanking> cameraRanking,
    Supplier<UnitRanking> unitRanking,
    CameraWatch cameraWatch,
    DeviceWatch deviceWatch,
    UnitStates unitStates,
    Function<Predicate<String>, HealthReport> healthReport,
    Pictures pictures,
    EvidenceDesk evidence,
    WorkOrders workOrders,
    Handovers handovers,
    PrometheusMeterRegistry meters,
    BooleanSupplier ready,
    Path maps,
    MapSettings.Tiles tiles) {}
