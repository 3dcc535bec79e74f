package io.tidegate.identity.password;

/** What hashing one password costs: memory in KiB, and how often it is gone through. */
public record ArgonCost(int memoryKib, int iterations) {}
