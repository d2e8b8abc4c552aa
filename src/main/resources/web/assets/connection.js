import { afterClose } from './backoff.js';

const QUIET_MS = 25_000; // then we ask whether anybody is there
const PONG_MS = 10_000;

/**
 * The socket, and another one when it is gone. The token travels as a subprotocol, never in the URL.
 *
 *     connecting ──open──► online ──close──► waiting ──time──► connecting        any ──final close──► stopped
 */
export class Connection {
  #socket = null;
  #attempt = 0;
  #timer = 0;
  #heardAt = 0;
  #pingedAt = 0;

  /**
   * @param on {frame(frame), state(state), unopened(), unauthorized(), tooLarge()}: the last tells whether it held back
   * what was
   */
  constructor(url, token, on) {
    this.url = url;
    this.token = token;
    this.on = on;
    this.state = { name: 'connecting' };
  }

  open() {
    clearTimeout(this.#timer);
    this.#to({ name: 'connecting' });
    const socket = new WebSocket(this.url, ['parley.v1', `bearer.${this.token}`]);
    let opened = false;
    this.#socket = socket;
    socket.onopen = () => {
      opened = true;
      this.#heard();
      this.#to({ name: 'online' });
    };
    socket.onmessage = ({ data }) => {
      this.#heard();
      this.#attempt = 0; // a socket that opens and says nothing proves little
      this.on.frame(JSON.parse(data));
    };
    socket.onclose = ({ code, reason }) => {
      this.#closed(code, reason);
      if (!opened) {
        this.on.unopened(); // browsers do not tell why an upgrade was refused
      }
    };
  }

  /** Whether the frame went out; false means: send it again after the next `online`. */
  send(frame) {
    if (this.state.name !== 'online') {
      return false;
    }
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** To be called every second or so: notices a connection that is dead without having said so. */
  tick(now) {
    if (this.state.name !== 'online') {
      return;
    }
    if (this.#pingedAt === 0 && now - this.#heardAt > QUIET_MS) {
      this.#pingedAt = now;
      this.send({ type: 'ping' });
    } else if (this.#pingedAt > 0 && now - this.#pingedAt > PONG_MS) {
      this.#drop();
      this.#closed(1006, '');
    }
  }

  /** The network is back, or the user is: do not wait any longer. */
  hurry() {
    if (this.state.name === 'waiting') {
      this.open();
    }
  }

  close() {
    clearTimeout(this.#timer);
    this.#drop();
    this.#to({ name: 'stopped', text: '' });
  }

  #heard() {
    this.#heardAt = Date.now();
    this.#pingedAt = 0;
  }

  #drop() {
    if (this.#socket) {
      this.#socket.onopen = this.#socket.onmessage = this.#socket.onclose = null;
      this.#socket.close(1000);
      this.#socket = null;
    }
  }

  #closed(code, reason) {
    // What was too large is not sent again, so there is no reason to stay away.
    const spoken = code === 1009 && this.on.tooLarge() ? 1006 : code;
    const next = afterClose(spoken, reason, this.#attempt);
    this.#attempt++;
    if (next.action === 'reconnect') {
      this.#to({ name: 'waiting', until: Date.now() + next.delayMs });
      this.#timer = setTimeout(() => this.open(), next.delayMs);
    } else {
      this.#to({ name: 'stopped', text: next.text ?? '' });
      if (next.action === 'authenticate') {
        this.on.unauthorized();
      }
    }
  }

  #to(state) {
    this.state = state;
    this.on.state(state);
  }
}
