/** What members carry, and the keys behind it. */
package io.tidegate.identity.token;
