/** Events between domains: the relay out, the reactions in. */
package io.tidegate.platform.kafka;
