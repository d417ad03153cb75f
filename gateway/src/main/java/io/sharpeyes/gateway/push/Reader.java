package io.sharpeyes.gateway.push;

import io.sharpeyes.gateway.access.Rights;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.registry.Person;
import java.util.function.BooleanSupplier;

/**
 * Who reads a stream, and until when.
 *
 * @param person as the registry knew the person when the stream began
 * @param session the sign-in that it belongs to
 * @param stillIn asked from time to time: whether the sign-in stands and the person's rights are
 *     the same
 */
public record Reader(Person person, String session, BooleanSupplier stillIn) {

  Sight sight() {
    return Sight.of(person.role());
  }

  /** Whether the reader may see an event at all. */
  boolean sees(Frame frame) {
    return !frame.type().equals(DeliveryLedger.TYPE) && Rights.maySee(person, frame.topic());
  }
}
