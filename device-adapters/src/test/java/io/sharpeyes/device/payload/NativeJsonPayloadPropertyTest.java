package io.sharpeyes.device.payload;

import static org.assertj.core.api.Assertions.assertThat;

import io.sharpeyes.device.ButtonPressed;
import io.sharpeyes.device.CancelRequested;
import io.sharpeyes.device.DeviceId;
import io.sharpeyes.device.DeviceSignal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Whatever the bytes are: nothing is thrown, no press is lost, every bound holds. */
class NativeJsonPayloadPropertyTest {

  private static final DeviceId BUTTON = new DeviceId("button-1");
  private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
  private static final String GOOD =
      "{\"press\":\"p-1\",\"code\":120,\"event\":\"press\",\"pressedAt\":\"2026-11-22T07:59:58Z\","
          + "\"silent\":false,\"latitude\":26.1,\"longitude\":119.3,\"accuracyM\":8,"
          + "\"text\":\"help \\u4e2d 中\",\"nested\":{\"a\":[1,{\"b\":null}]}}";

  private final NativeJsonPayload language = new NativeJsonPayload();

  @Property(tries = 2_000)
  void any_bytes_on_the_alarm_topic_are_a_press(@ForAll @Size(max = 300) byte[] payload) {
    check(payload);
  }

  @Property(tries = 5_000)
  void a_press_with_changed_bytes_is_a_press(@ForAll long seed) {
    check(mutated(new Random(seed)));
  }

  @Property
  void every_beginning_of_a_press_is_a_press(@ForAll @From("lengths") int length) {
    byte[] whole = GOOD.getBytes(StandardCharsets.UTF_8);
    byte[] part = Arrays.copyOf(whole, length);
    ButtonPressed press = check(part);
    assertThat(press.unreadable() == null).isEqualTo(length == 0 || length == whole.length);
  }

  @Property
  void a_press_id_is_read_as_it_was_written(@ForAll @From("ids") String id) {
    assertThat(check(("{\"press\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8)).press())
        .isEqualTo(id);
  }

  @Property(tries = 2_000)
  void any_bytes_on_the_other_topics_do_no_harm(
      @ForAll @From("channels") String channel, @ForAll long seed) {
    byte[] payload = mutated(new Random(seed));
    Optional<DeviceSignal> signal = language.read(BUTTON, channel, payload, false, NOW);
    assertThat(signal.isPresent() || !channel.equals("cancel")).isTrue();
    signal.ifPresent(one -> assertThat(one.device()).isEqualTo(BUTTON));
    if (signal.orElse(null) instanceof CancelRequested cancel) {
      assertThat(cancel.pin() == null || cancel.pin().length() <= 16).isTrue();
    }
  }

  private ButtonPressed check(byte[] payload) {
    ButtonPressed press =
        (ButtonPressed) language.read(BUTTON, "alarm", payload, false, NOW).orElseThrow();
    assertThat(press.code()).isBetween(100, 999);
    assertThat(press.press() == null || DeviceId.isValid(press.press())).isTrue();
    assertThat(length(press.text())).isLessThanOrEqualTo(1_000);
    assertThat(length(press.raw())).isLessThanOrEqualTo(5_500);
    assertThat(length(press.unreadable())).isLessThanOrEqualTo(300);
    assertThat(press.raw() == null).isEqualTo(press.unreadable() == null);
    return press;
  }

  private static int length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }

  private static byte[] mutated(Random random) {
    byte[] bytes = GOOD.getBytes(StandardCharsets.UTF_8);
    int changes = 1 + random.nextInt(6);
    for (int i = 0; i < changes; i++) {
      bytes[random.nextInt(bytes.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt(256)
              : (byte) "{}[]\":,0123456789eE+-.\\u".charAt(random.nextInt(24));
    }
    return bytes;
  }

  @Provide
  Arbitrary<Integer> lengths() {
    return Arbitraries.integers().between(0, GOOD.getBytes(StandardCharsets.UTF_8).length);
  }

  @Provide
  Arbitrary<String> ids() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withCharRange('A', 'Z')
        .withCharRange('0', '9')
        .withChars("._:-")
        .ofMinLength(1)
        .ofMaxLength(64);
  }

  @Provide
  Arbitrary<String> channels() {
    return Arbitraries.of("cancel", "status", "position", "reply", "command/reply", "other");
  }
}
