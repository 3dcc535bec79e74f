package io.tidegate.cluster.demo;

/** A customer of the demo. */
record Shopper(int number, String memberId, Login login) {}
