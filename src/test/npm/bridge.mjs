// Drives one room over the SockJS bridge with the stock clients, and prints what comes back, one JSON object a line:
//   {"event": address, "body": frame}   {"reply": the type that was sent, "body": frame}   {"failure": …, "error": …}
// Usage: node bridge.mjs <base URL> <token> <room> <websocket|xhr-polling|xhr-streaming> <messages> <events> [since] [acts]
// With acts it edits, reacts to and deletes the last message, and sends an event, a signal and a patch of the state.
// Ends with 0 once all replies and at least <events> of the room's durable events are here; with 1 and a text on stderr otherwise.
import { createRequire } from 'node:module';

const DURABLE = ['message', 'complete', 'edited', 'deleted', 'reaction', 'event', 'state'];
const TRANSPORTS = ['websocket', 'xhr-polling', 'xhr-streaming'];
const timeoutMs = Number(process.env.BRIDGE_TIMEOUT_MS ?? 20_000);

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (text) => {
  process.stderr.write(`${text}\n`, () => process.exit(1));
};
process.on('uncaughtException', (error) => fail(`unexpected: ${error.stack}`));
process.on('unhandledRejection', (error) => fail(`unexpected: ${error?.stack ?? error}`));

const [base, token, room, transport, messages, expected, since, acts] = process.argv.slice(2);
const counts = [messages, expected, since ?? 0].map(Number);
if (!TRANSPORTS.includes(transport) || !counts.every((count) => Number.isInteger(count) && count >= 0)) {
  fail('usage: node bridge.mjs <base URL> <token> <room> <websocket|xhr-polling|xhr-streaming> <messages> <events> [since]');
} else {
  const progress = { replies: 0, events: 0 };
  const EventBus = createRequire(import.meta.url)('@vertx/eventbus-bridge-client.js');
  const url = `${base.replace(/\/$/, '')}/eventbus?access_token=${encodeURIComponent(token)}`;
  const bus = new EventBus(url, { transports: [transport] });
  setTimeout(
    () => fail(`after ${timeoutMs} ms: ${progress.replies} of ${messages} replies, ${progress.events} of ${expected} events`),
    timeoutMs,
  );
  bus.onerror = (error) => print({ failure: 'bridge', error });
  bus.onclose = ({ code, reason } = {}) => fail(`closed: ${code} ${reason}`);
  bus.onopen = () => run(bus, progress).catch((error) => fail(error.message));
}

async function run(bus, progress) {
  const used = bus.sockJSConn.transport;
  if (used !== transport) {
    throw new Error(`SockJS chose ${used} instead of ${transport}`);
  }
  const enough = new Promise((resolve) => {
    const count = () => progress.events >= Number(expected) && resolve();
    bus.registerHandler(`room.${room}.events`, (error, message) => {
      print(error ? { failure: 'event', error } : { event: message.address, body: message.body });
      const { type, seq } = message?.body ?? {};
      progress.events += Number.isInteger(seq) && DURABLE.includes(type) ? 1 : 0;
      count();
    });
    count();
  });
  let last = 0;
  await request(bus, 'init', since === undefined ? {} : { since: Number(since) });
  for (let i = 1; i <= Number(messages); i++) {
    const reply = await request(bus, 'message', { id: `${transport}-${process.pid}-${i}`, message: `${transport} ${i}` });
    if (reply.type !== 'ack') {
      throw new Error(`message ${i} was answered by ${JSON.stringify(reply)}`);
    }
    progress.replies++;
    last = reply.seq;
  }
  if (acts === 'acts') {
    await request(bus, 'edit', { target: last, text: 'edited' });
    await request(bus, 'react', { target: last, emoji: '👍🏽', on: true });
    await request(bus, 'emit', { name: 'dice.rolled', data: { dice: [3, 4.5], bonus: null } });
    await request(bus, 'signal', { name: 'wave', data: 'hi', to: ['ann'] });
    await request(bus, 'state', { patch: { board: { turn: 'x' } }, base: 0 });
    await request(bus, 'get_state', {});
    await request(bus, 'delete', { target: last });
  }
  await enough;
  bus.onclose = () => process.exit(0);
  bus.close();
  setTimeout(() => process.exit(0), 1_000); // a polling transport may not say goodbye
}

function request(bus, type, fields) {
  return new Promise((resolve, reject) => {
    bus.send(`room.${room}`, { type, ...fields }, (error, reply) => {
      if (error) {
        print({ failure: type, error });
        reject(new Error(`${type} failed: ${error.failureCode} ${error.message}`));
      } else {
        print({ reply: type, body: reply.body });
        resolve(reply.body);
      }
    });
  });
}
