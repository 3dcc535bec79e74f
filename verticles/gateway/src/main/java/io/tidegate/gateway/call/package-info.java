/** A call of the contract on its way: what it says, whom it asks, how it is answered. */
package io.tidegate.gateway.call;
