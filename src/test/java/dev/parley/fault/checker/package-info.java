/** The guarantees as laws over what was seen, and the figures of the same run. Pure. */
package dev.parley.fault.checker;
