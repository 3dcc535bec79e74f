/** A domain's way to its schema: pools, leases, idempotent commands, migrations. */
package io.tidegate.platform.postgres;
