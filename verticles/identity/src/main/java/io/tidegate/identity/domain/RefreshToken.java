package io.tidegate.identity.domain;

import java.time.Instant;

/** What is known of a refresh token; the token itself is not kept. */
public record RefreshToken(Instant expiresAt, boolean spent) {}
