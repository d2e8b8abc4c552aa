package dev.parley.messages;

import dev.parley.model.Author;
import dev.parley.model.Role;

/**
 * The user that a command comes from, as the token says.
 *
 * @param address the client's network address, for limits that count by address
 */
public record Speaker(Author author, Role role, String address) {}
