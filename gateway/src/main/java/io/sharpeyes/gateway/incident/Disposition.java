package io.sharpeyes.gateway.incident;

import com.fasterxml.jackson.annotation.JsonValue;

/** What an incident turned out to be (处置结果). */
public enum Disposition {
  /** 属实: it was as alarmed. */
  FOUNDED("founded"),
  /** 不属实: there was nothing. */
  UNFOUNDED("unfounded"),
  /** 求助: help of another kind was needed. */
  ASSISTANCE("assistance"),
  /** 误触: pressed by mistake; needs a call-back or a visit. */
  ACCIDENTAL("accidental"),
  /** 测试. */
  TEST("test"),
  /** 演练. */
  EXERCISE("exercise"),
  /** 重复报警: merged into another incident. */
  DUPLICATE("duplicate"),
  /** 无法核实. */
  UNVERIFIED("unverified");

  private final String wireName;

  Disposition(String wireName) {
    this.wireName = wireName;
  }

  /** The word in JSON. */
  @JsonValue
  public String wireName() {
    return wireName;
  }
}
