/** Order: every order from placement to its end. */
package io.tidegate.contracts.order;
