package io.tidegate.cluster.launch;

/**
 * A command of {@code ./tidegate} that another module adds: a picocli command, found by {@link
 * java.util.ServiceLoader}. It runs in the launcher's JVM and ends with the launcher's exit codes.
 */
public interface AddedCommand {}
