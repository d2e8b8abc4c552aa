// Sends frames to one room over the SockJS bridge with the stock client, one after the other, and prints what comes back, one
// JSON object a line:
//   {"event": address, "body": frame}   {"reply": type, "body": frame}   {"failure": type, "error": …}
// Usage: node frames.mjs <base URL> <token> <room> <websocket|xhr-polling|xhr-streaming> <JSON list of frames> <last seq>
// Ends with 0 once each was answered and the event with the last seq is here; with 1 and a text on stderr otherwise.
import { createRequire } from 'node:module';

const timeoutMs = Number(process.env.BRIDGE_TIMEOUT_MS ?? 20_000);
const [base, token, room, transport, list, last] = process.argv.slice(2);
const frames = JSON.parse(list);
let answered = 0;
let seen = 0;

const print = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);
const fail = (text) => {
  process.stderr.write(`${text}\n`, () => process.exit(1));
};
process.on('uncaughtException', (error) => fail(`unexpected: ${error.stack}`));
setTimeout(() => fail(`after ${timeoutMs} ms: ${answered} of ${frames.length} answered, last event ${seen}`), timeoutMs);

const EventBus = createRequire(import.meta.url)('@vertx/eventbus-bridge-client.js');
const url = `${base.replace(/\/$/, '')}/eventbus?access_token=${encodeURIComponent(token)}`;
const bus = new EventBus(url, { transports: [transport] });
bus.onerror = (error) => print({ failure: 'bridge', error });
bus.onclose = ({ code, reason } = {}) => fail(`closed: ${code} ${reason}`);
bus.onopen = () => {
  bus.registerHandler(`room.${room}.events`, (error, message) => {
    print(error ? { failure: 'event', error } : { event: message.address, body: message.body });
    const { type, seq } = message?.body ?? {};
    seen = type !== 'read' && Number.isInteger(seq) ? seq : seen;
    endIfDone();
  });
  next();
};

function next() {
  const { type, ...fields } = frames[answered];
  bus.send(`room.${room}`, { type, ...fields }, (error, reply) => {
    print(error ? { failure: type, error } : { reply: type, body: reply.body });
    answered++;
    if (answered < frames.length) {
      next();
    }
    endIfDone();
  });
}

function endIfDone() {
  if (answered === frames.length && seen >= Number(last)) {
    bus.onclose = () => process.exit(0);
    bus.close();
    setTimeout(() => process.exit(0), 1_000); // a polling transport may not say goodbye
  }
}
