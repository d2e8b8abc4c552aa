/**
 * Web pages for assistants: {@code read_page}.
 *
 * <p>What it is: {@link dev.parley.ai.tool.page.ReadPageTool}; the way to a page ({@code PageUrl}, {@code AddressGuard}, {@code
 * PublicAddress}, {@code PageFetch}), what is made of it ({@code PageText}), and, for pages that scripts make, a browser
 * behind a proxy of ours. Who calls it: the AI verticle. What it promises: no connection is made but to a public address,
 * or to a host that {@code ai.tools.page.allowHosts} names; a name is looked up once, and the address that was checked is
 * the one that is used; what a page says is marked as its words. Limits: {@code ai.tools.page}, five redirects, and the
 * named constants here.
 */
@CheckReturnValue
package dev.parley.ai.tool.page;

import com.google.errorprone.annotations.CheckReturnValue;
