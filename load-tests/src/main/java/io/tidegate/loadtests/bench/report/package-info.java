/** Makes of measurements what people read: ratios, tables, a chart. Pure, but for the machine. */
package io.tidegate.loadtests.bench.report;
