const encoder = new TextEncoder();

const bytesOf = (text) => encoder.encode(text).length;

/**
 * Why a message is too long to be sent, for people; null when it is not, or when the server has not said yet what it
 * takes.
 *
 * @param limits {frame, text} in bytes of UTF-8, as `ready` tells them
 */
export function tooLong(frame, limits) {
  const text = typeof frame.message === 'string' ? frame.message : frame.message.text;
  if (!limits || text.length * 6 + 1_024 < Math.min(limits.text, limits.frame)) {
    return null; // short by any measure
  }
  const bytes = bytesOf(text);
  if (bytes > limits.text) {
    return told(bytes, limits.text);
  }
  const whole = bytesOf(JSON.stringify(frame)); // control characters take six times their room
  return whole > limits.frame ? told(whole, limits.frame) : null;
}

function told(bytes, most) {
  const number = (value) => value.toLocaleString('en');
  return `Too long: ${number(bytes)} of at most ${number(most)} bytes. Shorten it, or send it in parts.`;
}
