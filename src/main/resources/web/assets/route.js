/** Which room an address names. Anybody can hand out a link, so anything may stand there. */

const ROOM = /^(?!\.)(?!.*\.events$)[A-Za-z0-9._:-]{1,128}$/;
const INVITE = /^#\/?invite=([A-Za-z0-9_-]{1,128})$/;
const SHOWN_CHARS = 40;

export const isRoomName = (value) => typeof value === 'string' && ROOM.test(value);

/** @returns {room}, the token of an invitation as {invite}, or {problem} with a text for people */
export function parseHash(hash) {
  const invite = INVITE.exec(hash)?.[1];
  if (invite) {
    return { invite };
  }
  const encoded = hash.replace(/^#\/?/, '');
  let name;
  try {
    name = decodeURIComponent(encoded) || 'main';
  } catch {
    return { problem: `“${shorten(encoded)}” is no room's address: a % in it is not followed by the hex of UTF-8` };
  }
  return ROOM.test(name)
    ? { room: name }
    : { problem: `“${shorten(name)}” cannot be a room: ${why(name)}` };
}

export const roomHash = (name) => `#/${encodeURIComponent(wellFormed(name))}`;

function why(name) {
  if ([...name].length > 128) {
    return 'a name has at most 128 characters';
  }
  return /^[A-Za-z0-9._:-]*$/.test(name)
    ? 'a name does not begin with . or end in .events'
    : 'letters (A to Z), digits and . _ : - only';
}

/** Whole characters, and none that would break the line. */
function shorten(text) {
  const characters = [...wellFormed(text.slice(0, 4 * SHOWN_CHARS)).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '�')];
  return characters.length > SHOWN_CHARS ? `${characters.slice(0, SHOWN_CHARS).join('')}…` : characters.join('');
}

/** Half a character cannot be encoded. */
const wellFormed = (text) => text.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '�');
