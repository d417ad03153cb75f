package io.sharpeyes.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PasswordHashTest {

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void knowsItsOwn() {
    String one = PasswordHash.of(bytes("密码"));
    assertThat(PasswordHash.of(bytes("密码"))).isNotEqualTo(one);
    assertThat(PasswordHash.isOf(bytes("密码"), one)).isTrue();
    assertThat(PasswordHash.isOf(bytes("密碼"), one)).isFalse();
    assertThat(PasswordHash.isOf(bytes(""), one)).isFalse();
  }

  /** Made with the reference implementation: {@code argon2 somesalt -id -t 2 -m 16 -p 1}. */
  @Test
  void understandsTheReferenceImplementation() {
    String phc =
        "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    assertThat(PasswordHash.isOf(bytes("password"), phc)).isTrue();
    assertThat(PasswordHash.isOf(bytes("passwort"), phc)).isFalse();
  }

  @Test
  void refusesOtherForms() {
    assertThatThrownBy(() -> PasswordHash.isOf(bytes("x"), "$2b$12$abc"))
        .hasMessageContaining("no Argon2id hash");
  }
}
