/** What operators may ask of nodes and of what every domain has beneath it. */
package io.tidegate.contracts.ops;
