package io.sharpeyes.gateway.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonMembersTest {

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsCutOutStandsAsItStood() throws IOException {
    byte[] json =
        bytes(
            "{\"a\":[{\"alarm\":1}],\"alarm\": {\"id\" :\"街1\",\"n\":{\"id\":2},\"to\":null} ,\"z\":0}");

    JsonMembers.Cut cut = JsonMembers.cut(json, "alarm", Set.of("id", "n", "to"));

    assertThat(cut).isNotNull();
    assertThat(new String(cut.json(), StandardCharsets.UTF_8))
        .isEqualTo("{\"id\" :\"街1\",\"n\":{\"id\":2},\"to\":null}");
    assertThat(cut.texts()).isEqualTo(Map.of("id", "街1"));
    assertThat(cut.text("to")).isEmpty();
  }

  @Test
  void whatIsNotThereOrIsNoNumberStopsNobody() throws IOException {
    assertThat(JsonMembers.number(bytes("{\"left\":3}"), "left")).isEqualTo(3);
    assertThat(JsonMembers.number(bytes("{\"left\":\"some\"}"), "left")).isZero();
    assertThat(JsonMembers.number(bytes("{\"other\":3}"), "left")).isZero();
    assertThat(JsonMembers.cut(bytes("{}"), "alarm", Set.of())).isNull();
  }

  @Test
  void whatIsNoObjectOrIsCutOffIsSaidToBe() {
    assertThatThrownBy(() -> JsonMembers.number(bytes("[1]"), "left"))
        .isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JsonMembers.cut(bytes("{\"alarm\":{\"id\":[1,"), "alarm", Set.of()))
        .isInstanceOf(IOException.class);
  }
}
