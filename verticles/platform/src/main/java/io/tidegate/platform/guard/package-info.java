/** Who may ask, for how long, and when to stop asking. */
package io.tidegate.platform.guard;
