package io.sharpeyes.gateway.api;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.List;

/** Fuzzing: JSON bodies of all operations of the API. */
public final class JsonBodyFuzz {

  private static final List<OperationContract> OPERATIONS =
      Contract.own().operations().stream().filter(one -> one.body() != null).toList();

  private JsonBodyFuzz() {}

  /** The first byte chooses the operation. Anything but a problem of the caller's is a fault. */
  public static void fuzzerTestOneInput(byte[] data) {
    if (data.length == 0) {
      return;
    }
    OperationContract operation = OPERATIONS.get((data[0] & 0xFF) % OPERATIONS.size());
    try {
      operation.json(Buffer.buffer(Arrays.copyOfRange(data, 1, data.length)));
    } catch (Problem told) {
      // The answer says what is wrong.
    }
  }
}
