package io.tidegate.contracts;

import java.util.List;

/** The refusals that any domain may give. */
public sealed interface CommonRefusal extends Refusal {

  /** The caller lacks the role that the call needs. */
  record Forbidden(String detail) implements CommonRefusal {}

  /** There is no such thing, or the caller may not know that there is. */
  record NotFound(String detail) implements CommonRefusal {}

  /** The request is well formed and still makes no sense; nothing was done. */
  record Invalid(List<Violation> violations) implements CommonRefusal {
    public Invalid {
      violations = List.copyOf(violations);
    }

    /** One violation at one place. */
    public static Invalid at(String pointer, String detail) {
      return new Invalid(List.of(new Violation(pointer, detail)));
    }
  }

  /** The idempotency key was used before for another request. */
  record KeyReused() implements CommonRefusal {}

  /** The first request with this idempotency key has not ended yet. */
  record RequestInProgress() implements CommonRefusal {}

  /** The record has moved on since the caller read it. */
  record PreconditionFailed(String detail) implements CommonRefusal {}

  /** What is wrong, and where: {@code pointer} is a JSON Pointer (RFC 6901) into the body. */
  record Violation(String pointer, String detail) {}
}
