/**
 * Web pages for assistants: the tool {@code read_page}.
 *
 * <p>{@link dev.parley.ai.tool.page.ReadPageTool} is the tool. {@code PageUrl}, {@code AddressGuard}, {@code
 * PublicAddress} and {@code PageFetch} get a page; {@code PageText} extracts its text; {@code Browser} renders pages
 * that scripts make, behind {@code GuardProxy}.
 *
 * <p>Callers: {@code ai.turn}. Guarantees: connections go only to public addresses, or to a host of {@code
 * ai.tools.page.allowHosts}; a name is looked up once, and the checked address is the one that is used; the text of a
 * page is marked as data. Limits: {@code ai.tools.page}, five redirects, and the named constants here.
 */
@CheckReturnValue
package dev.parley.ai.tool.page;

import com.google.errorprone.annotations.CheckReturnValue;
