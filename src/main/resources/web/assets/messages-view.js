import { avatar, byId, el, reconcile } from './dom.js';
import { parse, parseLinks, render } from './markdown.js';

const NEAR_END_PX = 80;
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });

/** The message list: shows a timeline, keeps the reader's place. */
export class MessagesView {
  #scroller = byId('messages');
  #list = byId('timeline');
  #jump = byId('jump');
  #room = null;
  #first = null; // key of the oldest message
  #atEnd = true;

  /** @param on {more(), stop(turn), approve(turn, call, allow), reply(item), retry(id), discard(id)} */
  constructor(on) {
    this.on = on;
    this.#scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    this.#jump.addEventListener('click', () => this.toEnd());
    // Also when the window or the composer changes the height.
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#scroller);
  }

  get atEnd() {
    return this.#atEnd;
  }

  show(room, items) {
    const moved = room !== this.#room;
    if (moved) {
      this.#room = room;
      this.#list.replaceChildren();
      this.#atEnd = true;
    }
    const first = items.find(({ kind }) => kind === 'message')?.key;
    const belowBefore = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    reconcile(this.#list, items, {
      key: ({ key }) => key, signature, build: (item) => this.#build(item), update: grow,
    });
    if (this.#atEnd) {
      this.toEnd();
    } else if (first !== this.#first) { // older messages came in above
      this.#scroller.scrollTop = this.#scroller.scrollHeight - belowBefore;
    }
    this.#first = first;
    this.#jump.hidden = this.#atEnd;
    byId('history-note').textContent = note(room, items);
    this.#loadIfShort();
  }

  toEnd() {
    this.#atEnd = true;
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#jump.hidden = true;
  }

  #scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.#scroller;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.#jump.hidden = this.#atEnd;
    this.#loadIfShort();
  }

  #loadIfShort() {
    if (this.#room.hasMore && !this.#room.loading && this.#scroller.scrollTop < NEAR_END_PX) {
      this.on.more();
    }
  }

  #build(item) {
    return item.kind === 'day'
      ? el('li', { className: 'day' }, el('span', {}, day.format(item.ts)))
      : this.#message(item);
  }

  #message(item) {
    const { author, own, grouped, state } = item;
    const bubble = el('div', { className: 'bubble' }, ...this.#quote(item), body(item), this.#tools(item), ...this.#status(item));
    const head = el('div', { className: 'head' },
      el('span', { className: 'author' }, own ? 'You' : author.name),
      el('time', { dateTime: new Date(item.ts).toISOString() }, time.format(item.ts)));
    const element = el('li', {
      className: ['message', own && 'own', grouped && 'grouped', author.kind, state].filter(Boolean).join(' '),
      data: { seq: item.seq, id: item.id, turn: item.turn, tools: toolsOf(item.calls), authorKind: author.kind, state, testid: 'message' },
      aria: state === 'streaming' ? { busy: true } : {},
    }, grouped || own ? null : avatar(author), grouped ? null : head, bubble);
    element.messageText = item.text; // as said, before Markdown
    return element;
  }

  #quote({ reply }) {
    if (!reply) {
      return [];
    }
    const find = () => this.#list.querySelector(`[data-seq="${reply.key}"]`)?.scrollIntoView({ block: 'center' });
    return [el('button', { className: 'quote', type: 'button', disabled: reply.key === null, on: { click: find } },
      el('strong', {}, reply.name), ` ${reply.text}`)];
  }

  /** What an assistant does beside talking, and what it asks to do. */
  #tools({ turn, calls = [] }) {
    if (calls.length === 0) {
      return null;
    }
    const decide = (call, allow, label, testid) => el('button', {
      type: 'button', className: allow ? 'primary' : 'quiet', data: { testid }, on: { click: () => this.on.approve(turn, call, allow) },
    }, label);
    return el('ul', { className: 'tools' }, ...calls.map(({ call, name, arguments: asked, state }) =>
      el('li', { className: `tool ${state}`, data: { call, state, testid: 'tool' } },
        el('span', { className: 'tool-name' }, `${TOOL_MARKS.get(state) ?? ''} ${name}`),
        el('code', {}, JSON.stringify(asked)),
        ...(state === 'waiting'
          ? [el('span', { className: 'tool-ask' }, 'May it?'),
            decide(call, true, 'Allow', 'allow-button'), decide(call, false, 'Refuse', 'refuse-button')]
          : [el('span', { className: 'tool-state' }, TOOL_STATES.get(state) ?? state)]))));
  }

  #status(item) {
    const button = (label, action, testid) =>
      el('button', { type: 'button', className: 'quiet', data: { testid }, on: { click: action } }, label);
    switch (item.state) {
      case 'pending':
      case 'acked':
        return [el('div', { className: 'status' }, 'Sending…')];
      case 'failed':
        return [el('div', { className: 'status problem' }, `Not sent: ${item.error} `,
          button('Send again', () => this.on.retry(item.id), 'retry-button'),
          button('Discard', () => this.on.discard(item.id), 'discard-button'))];
      case 'streaming':
        return [el('div', { className: 'status' }, button('◼ Stop', () => this.on.stop(item.turn), 'stop-button'))];
      default:
        return [...ending(item), item.deleted ? null : el('button', {
          type: 'button', className: 'quiet reply-button', title: 'Reply',
          aria: { label: `Reply to ${item.author.name}` }, on: { click: () => this.on.reply(item) },
        }, '↩')];
    }
  }
}

/** A streaming answer gets longer in place: a Stop button that is replaced under the finger cannot be pressed. */
function grow(element, item) {
  const same = element.dataset.state === 'streaming' && item.state === 'streaming'
    && element.classList.contains('grouped') === item.grouped
    && element.dataset.tools === toolsOf(item.calls);
  if (same) {
    element.querySelector('.body').replaceWith(body(item));
    element.messageText = item.text;
  }
  return same;
}

const TOOL_MARKS = new Map(Object.entries({ running: '…', waiting: '?', done: '✓', refused: '✕', failed: '!' }));
const TOOL_STATES = new Map(Object.entries({ running: 'at work', done: 'done', refused: 'refused', failed: 'failed' }));

function body(item) {
  if (item.deleted) {
    return el('div', { className: 'body muted' }, 'This message was deleted');
  }
  if (item.author.kind === 'assistant') {
    return el('div', { className: 'body markdown' }, ...render(parse(item.text)));
  }
  return el('div', { className: 'body' }, ...render(parseLinks(item.text)));
}

function ending({ reason, error, edited }) {
  const texts = {
    __proto__: null, // reasons come from outside
    cancelled: 'Stopped',
    length: 'Cut off: the answer got too long',
    failed: `The answer failed${error ? `: ${error.error ?? error}` : ''}`,
  };
  const text = texts[reason] ?? (edited ? 'edited' : null);
  return text ? [el('div', { className: `status ${reason === 'failed' ? 'problem' : ''}` }, text)] : [];
}

/** Changes whenever the element must. An edit need not change the text's length, but it sets `edited`. */
function signature({ kind, seq, state, grouped, text, calls, edited, deleted, reason, attempt, reply, error, author }) {
  return kind === 'day'
    ? 'day'
    : JSON.stringify([seq, state, grouped, edited ? text : text.length, deleted, reason, attempt, reply, error, author.name, toolsOf(calls)]);
}

const toolsOf = (calls) => calls?.map(({ call, state }) => `${call}:${state}`).join(' ') ?? '';

function note(room, items) {
  if (room.phase === 'refused') {
    return `This room is closed to you: ${room.refusal}`;
  }
  if (room.loading) {
    return room.phase === 'away' && items.length === 0 ? '' : 'Loading…';
  }
  if (room.hasMore) {
    return '';
  }
  return items.length > 0 ? 'The beginning of this room' : 'Nothing here yet. Say hello!';
}
