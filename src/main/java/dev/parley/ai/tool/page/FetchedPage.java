package dev.parley.ai.tool.page;

import io.vertx.core.buffer.Buffer;

/**
 * A page as a server sent it.
 *
 * @param url of the page, after all redirects
 * @param type the media type, in lower case and without parameters
 * @param charset as the server named it; null when it named none
 * @param encoding the {@code Content-Encoding} of {@code body}; empty for none
 */
record FetchedPage(PageUrl url, String type, String charset, String encoding, Buffer body) {}
