/** What a run cost: CPU by process, commits and WAL; and whether the books are right after it. */
package io.tidegate.loadtests.bench.measure;
