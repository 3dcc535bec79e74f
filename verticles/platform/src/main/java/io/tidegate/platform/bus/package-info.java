/** Commands and queries between domains. */
package io.tidegate.platform.bus;
