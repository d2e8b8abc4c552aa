/**
 * Amazon Bedrock's Converse API.
 *
 * <p>{@link dev.parley.ai.bedrock.Bedrock} is the dialect. {@code ConverseRequest} goes out, signed by {@code SigV4}
 * unless there is an API key. The response passes {@code EventStreamParser} (bytes to frames, checksums) and {@code
 * ConverseEvents}.
 *
 * <p>Caller: {@code ai.provider}. Guarantees: success only with {@code messageStop}; a frame with a wrong checksum is a
 * fault. Limits: text and tools only; 1 MiB for a frame; keys come from the configuration, not from an instance's role.
 */
@CheckReturnValue
package dev.parley.ai.bedrock;

import com.google.errorprone.annotations.CheckReturnValue;
