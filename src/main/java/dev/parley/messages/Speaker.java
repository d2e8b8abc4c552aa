package dev.parley.messages;

import dev.parley.model.Author;
import dev.parley.model.Role;

/**
 * Who a command comes from, as its token says.
 *
 * @param address the client's network address, for limits that count by address
 */
public record Speaker(Author author, Role role, String address) {}
