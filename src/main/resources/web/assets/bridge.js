/* global EventBus */
// A room over SockJS with the stock client, as far as a reader needs it.
const state = document.getElementById('state');
const events = document.getElementById('events');
const ROOM = 'room.main';

/** Shows a frame as it came. */
function show(label, frame) {
  const item = document.createElement('li');
  item.dataset.type = frame.type ?? 'error';
  item.textContent = `${label} ${JSON.stringify(frame)}`;
  events.prepend(item);
}

async function start() {
  // 1. Who are we? A guest. The token is all the bridge wants to know.
  const response = await fetch('/api/sessions', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name: 'Bridge guest' }),
  });
  const session = await response.json();
  if (!response.ok) {
    throw new Error(session.detail ?? session.title);
  }

  // 2. SockJS can set no headers, so the token stands in the query; the server must allow it (auth.tokenInQuery).
  const bus = new EventBus(`/eventbus?access_token=${encodeURIComponent(session.token)}`);
  bus.enableReconnect(true);
  let lastSeq; // of the room, as far as we have seen it

  // 3. Enter. With `since`, what was missed comes first.
  const enter = () => bus.send(ROOM, { type: 'init', since: lastSeq }, (error, reply) => {
    show('reply', error ?? reply.body);
    if (!error) {
      lastSeq ??= reply.body.seq;
      state.textContent = `in the room as ${session.name}`;
      document.getElementById('send').disabled = false;
    }
  });

  bus.onopen = () => {
    // 4. What happens in the room arrives here, in order. A reconnect forgets handlers, so this is the place.
    bus.registerHandler(`${ROOM}.events`, (error, message) => {
      show('event', error ?? message.body);
      const { type, seq, code } = message?.body ?? {};
      if (type === 'left' && code) {
        state.textContent = code === 'not_found' ? 'the room was deleted' : 'taken out of the room';
        document.getElementById('send').disabled = true;
      } else if (type === 'resync') {
        enter(); // we were too slow and missed something
      } else if (type !== 'read' && Number.isInteger(seq)) {
        lastSeq = seq;
      }
    });
    enter();
  };
  bus.onclose = () => {
    state.textContent = 'reconnecting…';
    document.getElementById('send').disabled = true;
  };
  bus.onerror = (error) => show('error', error); // what the bridge refused

  document.getElementById('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = document.getElementById('text');
    // 5. The reply is the frame that answers: `ack`, once the message is durable.
    bus.send(ROOM, { type: 'message', message: text.value }, (error, reply) => show('reply', error ?? reply.body));
    text.value = '';
  });
}

start().catch((error) => {
  state.textContent = `This did not work: ${error.message}`;
});
