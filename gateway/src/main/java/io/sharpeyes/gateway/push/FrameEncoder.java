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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Makes CloudEvents 1.0 JSON of events. The data of a stored event is copied as it stands in the
 * log; only a redaction takes it apart. Any thread.
 */
final class FrameEncoder {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final byte[] END = {'}'};
  private static final byte[] QUIET = "\"quiet\":true".getBytes(StandardCharsets.US_ASCII);
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

  byte[] bytes(Object value) {
    try {
      return mapper.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  byte[] encode(Frame frame, Sight sight) {
    byte[] head = head(frame).getBytes(StandardCharsets.UTF_8);
    byte[] data = redact(frame.data(), sight);
    String site = frame.site();
    if (frame.contactsAllowed() && sight.contacts() && site != null) {
      return joined(head, data, data.length - 1, howToGetThere(site));
    }
    return joined(head, data, data.length, END);
  }

  private static byte[] joined(byte[] head, byte[] data, int length, byte[] end) {
    byte[] all = Arrays.copyOf(head, head.length + length + end.length);
    System.arraycopy(data, 0, all, head.length, length);
    System.arraycopy(end, 0, all, head.length + length, end.length);
    return all;
  }

  private static String head(Frame frame) {
    StringBuilder head = new StringBuilder(300);
    head.append("{\"specversion\":\"1.0\",\"id\":\"").append(frame.id());
    quoted(head.append("\",\"source\":\"/sharp-eyes\",\"type\":"), frame.type());
    quoted(head.append(",\"subject\":"), frame.subject());
    TIME.formatTo(frame.at(), head.append(",\"time\":\""));
    head.append("\",\"datacontenttype\":\"application/json\"");
    head.append(",\"dataschema\":\"urn:sharp-eyes:event:1\",\"district\":");
    return quoted(head, frame.district()).append(",\"data\":").toString();
  }

  private static StringBuilder quoted(StringBuilder to, String text) {
    JsonStringEncoder.getInstance().quoteAsString(text, to.append('"'));
    return to.append('"');
  }

  /** The end of a frame, with whom to call and how to get in as the last members of its data. */
  private byte[] howToGetThere(String site) {
    Registry now = registry.get();
    List<WhomToCall> contacts = now.contactsOf(site).stream().map(WhomToCall::of).toList();
    String notes = now.site(site).map(s -> s.accessNotes()).orElse("");
    StringBuilder members = new StringBuilder(",\"contacts\":");
    members.append(new String(bytes(contacts), StandardCharsets.UTF_8));
    quoted(members.append(",\"accessNotes\":"), notes).append("}}");
    return members.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** An event's data without what a sight doesn't show. */
  byte[] redact(byte[] data, Sight sight) {
    if (sight.equals(EVERYTHING) || !(tree(data) instanceof ObjectNode root)) {
      return data;
    }
    Redaction.ofData(sight, root);
    return bytes(root);
  }

  /** Whether the incident in an event's data is quiet. */
  boolean isQuiet(byte[] data) {
    // Most are not, and need not be taken apart to know it.
    return contains(data, QUIET) && tree(data).path("incident").path("quiet").asBoolean(false);
  }

  private static boolean contains(byte[] data, byte[] wanted) {
    for (int at = 0; at <= data.length - wanted.length; at++) {
      if (data[at] == wanted[0]
          && Arrays.equals(data, at, at + wanted.length, wanted, 0, wanted.length)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode tree(byte[] data) {
    try {
      return mapper.readTree(data);
    } catch (IOException e) {
      throw new UncheckedIOException("the log holds an event that is not JSON", e);
    }
  }
}
