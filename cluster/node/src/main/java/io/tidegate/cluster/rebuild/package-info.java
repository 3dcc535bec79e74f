/** {@code ./tidegate rebuild}: makes a read model anew from the events that it tells. */
package io.tidegate.cluster.rebuild;
