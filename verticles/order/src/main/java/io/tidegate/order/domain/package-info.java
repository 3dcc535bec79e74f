/** What an order is and what may become of it: pure functions over records. */
package io.tidegate.order.domain;
