package io.sharpeyes.device.mqtt;

import io.sharpeyes.device.DeviceSignalSink;
import io.sharpeyes.device.payload.NativeJsonPayload;
import java.time.InstantSource;

/**
 * What all connections of one server share.
 *
 * @param limits the bounds
 * @param authenticator says who a device is
 * @param sink takes the signals
 * @param store keeps sessions
 * @param links who is connected
 * @param opener gives connections their sessions
 * @param failures refused CONNECTs of the running minute
 * @param wills wills that wait
 * @param counters what is counted
 * @param clock the gateway's clock
 * @param language what the devices speak
 * @param revoked certificates that don't count any more, as last read
 */
record ServerParts(
    MqttServerOptions.Limits limits,
    DeviceAuthenticator authenticator,
    DeviceSignalSink sink,
    MqttSessionStore store,
    DeviceLinks links,
    SessionOpener opener,
    FailedConnects failures,
    DelayedWills wills,
    MqttCounters counters,
    InstantSource clock,
    NativeJsonPayload language,
    Revocations revoked) {}
