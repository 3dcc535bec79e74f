/** What people would pick instead, on the same PostgreSQL, the same tables and the same indexes. */
package io.tidegate.loadtests.bench.baseline;
