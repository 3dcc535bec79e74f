package io.tidegate.contracts;

/** Which page of a list: at most {@code limit} (1–200) items after {@code cursor}, or the first. */
public record PageRequest(int limit, String cursor) {
  public PageRequest {
    if (limit < 1 || limit > 200) {
      throw new IllegalArgumentException("limit must be between 1 and 200");
    }
  }
}
