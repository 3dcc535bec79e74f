/** Identity: members, logins, tokens. */
package io.tidegate.contracts.identity;
