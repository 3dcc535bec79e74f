/** What the gateway serves, one class for each group of paths. Event loop throughout. */
package io.tidegate.gateway.route;
