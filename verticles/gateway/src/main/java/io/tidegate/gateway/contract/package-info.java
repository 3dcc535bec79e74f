/**
 * The HTTP contract as the gateway uses it: {@code openapi/tidegate.yaml} is loaded, and what a
 * request says is handed to its validator unchanged.
 */
package io.tidegate.gateway.contract;
