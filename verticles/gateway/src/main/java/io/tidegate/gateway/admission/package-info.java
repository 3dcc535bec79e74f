/** What every request passes first: its id, its trace, its deadline, the limits of connections. */
package io.tidegate.gateway.admission;
