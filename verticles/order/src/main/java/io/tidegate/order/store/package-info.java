/** SQL of the order domain, beside the mapping of its rows. */
package io.tidegate.order.store;
