package io.sharpeyes.gateway.push;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.journal.StoredEvent;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.buffer.Buffer;
import java.util.function.Supplier;

/** Writes stored events as readers get them, for commands that run without a hub. Any thread. */
public final class EventJson {

  private final FrameEncoder encoder;

  /**
   * Makes one.
   *
   * @param mapper writes what isn't written yet
   * @param registry the registry as it stands
   */
  public EventJson(ObjectMapper mapper, Supplier<Registry> registry) {
    this.encoder = new FrameEncoder(mapper, registry);
  }

  /** One CloudEvents object, UTF-8. */
  public Buffer json(StoredEvent event, Sight sight) {
    return Buffer.buffer(Frame.stored(encoder, event, false).json(sight));
  }
}
