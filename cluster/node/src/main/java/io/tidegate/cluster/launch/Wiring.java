package io.tidegate.cluster.launch;

/**
 * The parts that the launcher is given.
 *
 * @param nodeMain the main class of a node; it is called with {@code --settings <file>} and ends
 *     when its standard input does
 */
public record Wiring(Bootstrap bootstrap, Demo demo, String nodeMain) {}
