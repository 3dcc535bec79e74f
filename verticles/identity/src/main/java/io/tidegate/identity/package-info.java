/**
 * Identity: who there is and who is logged in.
 *
 * <p>Owns members, their logins, refresh tokens, and the keys that access tokens are signed with.
 * Answers {@link io.tidegate.contracts.identity.IdentityApi}. Publishes no events: that a login has
 * ended is told to the gateways on the bus ({@code IdentityApi.REVOKED_ADDRESS}), and what they
 * miss they find by polling {@code GetRevocations}. Reacts to nobody.
 */
package io.tidegate.identity;
