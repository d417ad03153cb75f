package io.sharpeyes.benchmarks;

import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.mqtt.MqttClient;
import io.vertx.mqtt.MqttClientOptions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands between a bare broker and a desk: subscribes to all presses and pushes each to every
 * WebSocket. Stores nothing, looks nothing up.
 */
public final class BrokerDesk {

  private BrokerDesk() {}

  /**
   * Runs until it is killed; prints its port.
   *
   * @param args the broker's port on this machine
   */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    Set<ServerWebSocket> desks = ConcurrentHashMap.newKeySet();
    MqttClient client = MqttClient.create(vertx, new MqttClientOptions().setMaxMessageSize(65_536));
    client.publishHandler(
        message -> {
          String press = message.payload().toString();
          desks.forEach(desk -> desk.writeTextMessage(press));
        });
    vertx
        .createHttpServer()
        .webSocketHandler(
            desk -> {
              desks.add(desk);
              desk.closeHandler(end -> desks.remove(desk));
            })
        .listen(0, "127.0.0.1")
        .compose(
            server ->
                client
                    .connect(Integer.parseInt(args[0]), "127.0.0.1")
                    .compose(up -> client.subscribe("sharpeyes/v1/+/alarm", 1))
                    .map(up -> server))
        .onSuccess(server -> System.out.println("READY " + server.actualPort()))
        .onFailure(
            failure -> {
              failure.printStackTrace();
              System.exit(1);
            });
  }
}
