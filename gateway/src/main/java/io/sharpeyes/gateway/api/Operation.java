package io.sharpeyes.gateway.api;

import io.vertx.core.Future;

/** What does an operation of the contract. Called on an event loop; never blocks. */
@FunctionalInterface
interface Operation {

  /**
   * Does it.
   *
   * @return fails with {@link Problem}, or with what {@link Problems} knows
   */
  Future<Answer> handle(Call call);
}
