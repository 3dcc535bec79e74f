/** The shop that is measured: started like any other, filled with goods, asked like a customer. */
package io.tidegate.loadtests.bench.shop;
