package io.tidegate.loadtests.chaos;

/** What a fault happens to. Two faults at once happen to two parts. */
enum Part {
  NODES,
  POSTGRES,
  KAFKA
}
