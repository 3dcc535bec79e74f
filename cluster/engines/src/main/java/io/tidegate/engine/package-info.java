/**
 * The engines that the shop brings along: a real PostgreSQL server and a real Kafka broker, each a
 * process of its own.
 *
 * <p>Owns: unpacking the binaries, first-time set-up, start, the check that what was promised about
 * durability is so, stop, and the engines that a killed predecessor left running. Everything here
 * blocks, within stated time; nothing needs Vert.x.
 */
package io.tidegate.engine;
