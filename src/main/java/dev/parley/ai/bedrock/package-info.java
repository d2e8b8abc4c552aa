/**
 * Amazon Bedrock's Converse API.
 *
 * <p>What it is: a {@link dev.parley.ai.provider.Dialect}; {@code ConverseRequest} is what goes out, signed by {@code
 * SigV4} unless there is an API key; what comes back passes {@code EventStreamParser} (bytes to frames, checksums) and {@code
 * ConverseEvents}. Who calls it: {@code ai.provider}. What it promises: success only with {@code messageStop}; a frame
 * with a wrong checksum is a fault. Limits: text and tools only; a frame of at most 1 MiB; keys come from the
 * configuration, not from an instance's role.
 */
@CheckReturnValue
package dev.parley.ai.bedrock;

import com.google.errorprone.annotations.CheckReturnValue;
