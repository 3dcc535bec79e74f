/**
 * The command in front: {@code ./tidegate up}, {@code demo}, {@code status}. It starts the engines
 * and the nodes, waits until they serve, looks after them, and stops them in order. It holds no
 * business rule and runs no verticle.
 */
package io.tidegate.cluster.launch;
