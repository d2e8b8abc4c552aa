package dev.parley.store;

import java.util.List;

/**
 * A session that this server issued, as it is stored.
 *
 * @param key the hash of the token; the token itself is not stored
 * @param picture null when there is none
 * @param role as in a token
 * @param rooms patterns, or null for the configured ones
 * @param expiresAt milliseconds since the epoch
 */
public record StoredSession(
        String key, String user, String name, String picture, String role, List<String> rooms, long expiresAt) {}
