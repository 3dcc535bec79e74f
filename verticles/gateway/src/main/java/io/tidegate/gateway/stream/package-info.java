/** Orders, live: server-sent events out of the order's own history, and what wakes them up. */
package io.tidegate.gateway.stream;
