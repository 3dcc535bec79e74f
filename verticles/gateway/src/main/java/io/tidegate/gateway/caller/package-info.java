/** Who calls: tokens are verified here, once, and so is that their logins have not ended. */
package io.tidegate.gateway.caller;
