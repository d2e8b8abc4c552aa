/**
 * The check of a tool's arguments against its JSON Schema (draft 2020-12).
 *
 * <p>{@link dev.parley.ai.schema.ArgumentSchema} is the entry. {@link dev.parley.ai.schema.CheckableSchema} removes the
 * parts of a schema that cannot be checked safely, and {@link dev.parley.ai.schema.EcmaPattern} searches patterns with
 * a bounded number of steps.
 *
 * <p>Callers: {@code ai.tool}. A schema may come from a stranger (an MCP server): nothing here throws for a bad one,
 * nothing fetches a reference, and each check has a bounded cost.
 */
@CheckReturnValue
package dev.parley.ai.schema;

import com.google.errorprone.annotations.CheckReturnValue;
