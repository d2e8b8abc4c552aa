import { avatar, el, reconcile } from './dom.js';
import { parse, parseLinks, update as write } from './markdown.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const TOOL_MARKS = new Map(Object.entries({ running: '…', waiting: '?', done: '✓', refused: '✕', failed: '!' }));
const TOOL_STATES = new Map(Object.entries({ running: 'at work', done: 'done', refused: 'refused', failed: 'failed' }));

/**
 * One message as an element that is changed in place for as long as it is on the page: what somebody has selected,
 * focused or scrolled in it stays, while an answer grows and when it ends.
 */
export class MessageView {
  /** @param on {stop(turn), approve(turn, call, allow), reply(item), retry(id), edit(id), discard(id), find(seq)} */
  constructor(on) {
    this.on = on;
  }

  build(item) {
    const parts = {
      body: el('div', { className: 'body' }),
      tools: el('ul', { className: 'tools', aria: { label: 'Tools' } }),
      status: el('div', { className: 'foot' }),
    };
    const bubble = el('div', { className: 'bubble' }, parts.body, parts.tools, parts.status);
    const element = Object.assign(el('li', { data: { testid: 'message' } }, bubble), { parts, signs: new Map() });
    this.update(element, item);
    return element;
  }

  update(element, item) {
    const { author, own, grouped, state } = item;
    const { parts } = element;
    element.className = ['message', own && 'own', grouped && 'grouped', author.kind, state].filter(Boolean).join(' ');
    const data = { seq: item.seq, id: item.id, turn: item.turn, authorKind: author.kind, state };
    for (const [name, value] of Object.entries(data)) {
      if (value === undefined) {
        delete element.dataset[name];
      } else {
        element.dataset[name] = value;
      }
    }
    element.setAttribute('aria-busy', String(state === 'streaming'));
    element.messageText = item.text; // as said, before Markdown
    const bubble = parts.body.parentElement;
    this.#part(element, 'head', [grouped, own, author, time.format(item.ts)], () => {
      while (bubble.previousSibling) { // the bubble itself stays where it is: a node that is moved loses its selection
        bubble.previousSibling.remove();
      }
      bubble.before(...[grouped || own ? null : avatar(author), grouped ? null : head(item)].filter(Boolean));
    });
    this.#part(element, 'quote', item.reply, () => {
      bubble.querySelector('.quote')?.remove();
      if (item.reply) {
        parts.body.before(this.#quote(item.reply));
      }
    });
    const markdown = author.kind === 'assistant' && !item.deleted;
    parts.body.className = `body${item.deleted ? ' muted' : ''}${markdown ? ' markdown' : ''}`;
    this.#part(element, 'text', [item.text, item.deleted], () => {
      write(parts.body, item.deleted ? ['This message was deleted'] : markdown ? parse(item.text) : parseLinks(item.text));
    });
    parts.tools.hidden = !item.calls?.length;
    reconcile(parts.tools, item.calls ?? [], {
      key: ({ call }) => call,
      signature: (call) => JSON.stringify([call, item.mayDecide, item.asker]),
      build: (call) => this.#tool(item, call),
    });
    this.#part(element, 'status', statusSign(item), () => parts.status.replaceChildren(...this.#status(item)));
    return true;
  }

  /** Does what is to be done when it is not what it was. */
  #part({ signs }, name, value, change) {
    const sign = JSON.stringify(value) ?? '';
    if (signs.get(name) !== sign) {
      signs.set(name, sign);
      change();
    }
  }

  #quote({ key, name, text }) {
    return el('button', { className: 'quote', type: 'button', disabled: key === null, on: { click: () => this.on.find(key) } },
      el('strong', {}, name), ` ${text}`);
  }

  /** What an assistant does beside talking, and what it asks to do. */
  #tool({ turn, mayDecide, asker }, { call, name, arguments: asked, state }) {
    const decide = (allow, label, testid) => button(label, () => this.on.approve(turn, call, allow), testid, allow ? 'primary' : 'quiet');
    const waiting = mayDecide
      ? [el('span', { className: 'tool-ask' }, 'May it?'), decide(true, 'Allow', 'allow-button'), decide(false, 'Refuse', 'refuse-button')]
      : [el('span', { className: 'tool-state' }, asker ? `waits for ${asker}’s permission` : 'waits for permission')];
    return el('li', { className: `tool ${state}`, data: { call, state, testid: 'tool' } },
      el('span', { className: 'tool-name' }, `${TOOL_MARKS.get(state) ?? ''} ${name}`),
      el('code', {}, JSON.stringify(asked)),
      ...(state === 'waiting' ? waiting : [el('span', { className: 'tool-state' }, TOOL_STATES.get(state) ?? state)]));
  }

  #status(item) {
    const { id, turn, state, why, error, author } = item;
    const edit = () => button('Edit', () => this.on.edit(id), 'edit-button');
    const discard = () => button('Discard', () => this.on.discard(id), 'discard-button');
    switch (state) {
      case 'pending':
      case 'acked':
        return [line('', why ? `Not sent yet: ${why} ` : 'Sending… ', ...(why && item.canEdit ? [edit(), discard()] : []))];
      case 'failed':
        return [line('problem', `Not sent: ${error} `,
          item.canRepeat && button('Send again', () => this.on.retry(id), 'retry-button'), edit(), discard())];
      case 'streaming':
        return item.mayDecide ? [line('', button('◼ Stop', () => this.on.stop(turn), 'stop-button'))] : [];
      default: {
        const text = ending(item);
        const reply = Object.assign(button('↩', () => this.on.reply(item), 'reply-button', 'quiet reply-button'), { title: 'Reply' });
        reply.setAttribute('aria-label', `Reply to ${author.name}`);
        return [text && line(item.reason === 'failed' ? 'problem' : '', text), item.deleted ? null : reply].filter(Boolean);
      }
    }
  }
}

/** Changes whenever the element must; what is the same object is not asked. */
export function signature({ kind, id, seq, state, grouped, text, calls, edited, deleted, reason, attempt, reply, error, why, canEdit, author, mayDecide, asker, ts }) {
  return kind === 'day'
    ? 'day'
    : JSON.stringify([id, seq, state, grouped, text, calls, edited, deleted, reason, attempt, reply, error, why, canEdit, author, mayDecide, asker, time.format(ts)]);
}

/** What the foot of a message depends on; its buttons keep the item that they were made for. */
function statusSign({ state, id, seq, turn, why, error, canEdit, canRepeat, reason, edited, deleted, mayDecide, author, text }) {
  const replied = state === 'stored' ? text : null;
  return [state, id, seq, turn, why, error, canEdit, canRepeat, reason, edited, deleted, mayDecide, author.name, replied];
}

function head({ own, author, ts }) {
  return el('div', { className: 'head' },
    el('span', { className: 'author' }, own ? 'You' : author.name),
    el('time', { dateTime: new Date(ts).toISOString() }, time.format(ts)));
}

function ending({ reason, error, edited }) {
  const texts = {
    __proto__: null, // reasons come from outside
    cancelled: 'Stopped',
    length: 'Cut off: the answer got too long',
    failed: `The answer failed${error ? `: ${error.error ?? error}` : ''}`,
  };
  return texts[reason] ?? (edited ? 'edited' : null);
}

const line = (kind, ...children) => el('div', { className: `status ${kind}`.trim() }, ...children.filter(Boolean));

const button = (label, action, testid, className = 'quiet') =>
  el('button', { type: 'button', className, data: { testid }, on: { click: action } }, label);
