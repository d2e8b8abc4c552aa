package dev.parley.ai.tool.page;

import io.vertx.core.buffer.Buffer;

/**
 * What a server answered.
 *
 * @param url where it was found, after all redirects
 * @param type the media type, in lower case and without parameters
 * @param charset as the server named it; null when it named none
 * @param encoding how {@code body} is packed; empty when it is not
 */
record FetchedPage(PageUrl url, String type, String charset, String encoding, Buffer body) {}
