/**
 * Natural batching: while one batch is on its way the next one gathers, so that a loaded system
 * shares each commit among many and an idle one makes nobody wait (ADR 0012).
 */
package io.tidegate.platform.batch;
