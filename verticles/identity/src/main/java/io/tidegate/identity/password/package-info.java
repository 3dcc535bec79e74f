/** Passwords: hashed at a cost, on threads of their own. */
package io.tidegate.identity.password;
