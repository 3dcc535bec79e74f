package io.tidegate.cluster.journey;

import java.io.IOException;

/** A call had no answer, which fails a test that does not expect it. */
final class NoAnswerError extends AssertionError {

  private static final long serialVersionUID = 1;

  NoAnswerError(String call, IOException cause) {
    super(call + " had no answer", cause);
  }
}
