const FIRST_MS = 500;
const MOST_MS = 30_000;
const OVERLOADED_MS = 5_000;

/** Exponential, with half of it drawn by lot, so that clients that fell together do not come back together. */
export function backoffMs(attempt, random = Math.random) {
  const ceiling = Math.min(MOST_MS, FIRST_MS * 2 ** attempt);
  return ceiling / 2 + random() * (ceiling / 2);
}

/**
 * What a closed socket means: {action: 'reconnect', delayMs}, {action: 'authenticate'} or {action: 'stop', text}.
 * The range of the code is the policy: 1012, 1013 and 4000–4499 say reconnect, 4500–4999 and protocol errors do not.
 */
export function afterClose(code, reason, attempt, random = Math.random) {
  const delayMs = backoffMs(attempt, random);
  switch (code) {
    case 1012:
      return { action: 'reconnect', delayMs: retryAfterMs(reason) ?? delayMs };
    case 1013:
      return { action: 'reconnect', delayMs: Math.max(delayMs, retryAfterMs(reason) ?? OVERLOADED_MS) };
    case 1002:
    case 1003:
    case 1007:
    case 1009:
    case 1010:
      return { action: 'stop', text: `This page broke the protocol (${code} ${reason})`.trim() };
    case 4001:
      return { action: 'authenticate' };
    case 4503:
      return { action: 'stop', text: 'You were removed by a moderator' };
  }
  if (code >= 4500 && code <= 4999) {
    return { action: 'stop', text: `The server closed the connection (${code} ${reason})`.trim() };
  }
  return { action: 'reconnect', delayMs };
}

function retryAfterMs(reason) {
  try {
    const ms = JSON.parse(reason).retryAfterMs;
    return Number.isFinite(ms) && ms >= 0 ? ms : null;
  } catch {
    return null;
  }
}
