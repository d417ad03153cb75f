package io.sharpeyes.gateway.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sharpeyes.gateway.access.Sight;
import io.sharpeyes.gateway.registry.Contact;
import io.sharpeyes.gateway.registry.Person;
import io.sharpeyes.gateway.registry.Registry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes CloudEvents 1.0 JSON of events. The data of a stored event is copied as it stands in the
 * log; only a redaction takes it apart. Any thread.
 */
final class FrameEncoder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final Sight EVERYTHING = Sight.of(Person.Role.DISPATCHER);

  private record WhomToCall(int order, String name, String role, String phone) {
    static WhomToCall of(Contact contact) {
      return new WhomToCall(contact.order(), contact.name(), contact.role(), contact.phone());
    }
  }

  private final ObjectMapper mapper;
  private final Supplier<Registry> registry;

  /**
   * Makes one.
   *
   * @param mapper writes what isn't stored yet
   */
  FrameEncoder(ObjectMapper mapper, Supplier<Registry> registry) {
    this.mapper = mapper;
    this.registry = registry;
  }

  List<String> lineage(String district) {
    return registry.get().lineage(district);
  }

  Buffer data(Object data) {
    return Buffer.buffer(bytes(data));
  }

  private byte[] bytes(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] encode(Frame frame, Sight sight) {
    Buffer out = Buffer.buffer(frame.data().length() + 512);
    out.appendString(head(frame));
    Buffer data = redact(frame.data(), sight);
    String site = frame.site();
    if (frame.contactsAllowed() && sight.contacts() && site != null) {
      out.appendBuffer(data, 0, data.length() - 1).appendBytes(howToGetThere(site));
    } else {
      out.appendBuffer(data);
    }
    return out.appendByte((byte) '}').getBytes();
  }

  private static String head(Frame frame) {
    return "{\"specversion\":\"1.0\",\"id\":\""
        + frame.id()
        + "\",\"source\":\"/sharp-eyes\",\"type\":"
        + quoted(frame.type())
        + ",\"subject\":"
        + quoted(frame.subject())
        + ",\"time\":\""
        + TIME.format(frame.at())
        + "\",\"datacontenttype\":\"application/json\",\"dataschema\":\"urn:sharp-eyes:event:1\""
        + ",\"district\":"
        + quoted(frame.district())
        + ",\"data\":";
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }

  /** The end of a data object, with whom to call and how to get in spliced before its brace. */
  private byte[] howToGetThere(String site) {
    Registry now = registry.get();
    List<WhomToCall> contacts = now.contactsOf(site).stream().map(WhomToCall::of).toList();
    String notes = now.site(site).map(s -> s.accessNotes()).orElse("");
    String members =
        ",\"contacts\":"
            + new String(bytes(contacts), StandardCharsets.UTF_8)
            + ",\"accessNotes\":"
            + quoted(notes)
            + "}";
    return members.getBytes(StandardCharsets.UTF_8);
  }

  /** An event's data without what a sight doesn't show. */
  Buffer redact(Buffer data, Sight sight) {
    if (sight.equals(EVERYTHING) || !(tree(data) instanceof ObjectNode root)) {
      return data;
    }
    Redaction.ofData(sight, root);
    return Buffer.buffer(bytes(root));
  }

  /** Whether the incident in an event's data is quiet. */
  boolean isQuiet(Buffer data) {
    // Most are not, and need not be taken apart to know it.
    return data.toString(StandardCharsets.ISO_8859_1).contains("\"quiet\":true")
        && tree(data).path("incident").path("quiet").asBoolean(false);
  }

  private JsonNode tree(Buffer data) {
    try {
      return mapper.readTree(data.getBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the log holds an event that is not JSON", e);
    }
  }
}
