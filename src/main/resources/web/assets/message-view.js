import { avatar, el, reconcile } from './dom.js';
import { icon } from './icons.js';
import { parse, parseLinks, update as write } from './markdown.js';

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const moment = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const TOOL_MARKS = new Map(Object.entries({ running: '…', waiting: '?', done: '✓', refused: '✕', failed: '!' }));
const NOT_DONE = new Map([['edit', 'Not changed'], ['delete', 'Not deleted'], ['react', 'Reaction not saved']]);
const TOOL_STATES = new Map(Object.entries({ running: 'at work', done: 'done', refused: 'refused', failed: 'failed' }));

/**
 * One message as an element that is changed in place for as long as it is on the page: what somebody has selected,
 * focused or scrolled in it stays, while an answer grows and when it ends.
 */
export class MessageView {
  /**
   * @param on {stop(turn), approve(turn, call, allow), reply(item), retry(id), edit(id), discard(id), find(seq)}, and
   * for what is stored {react(seq, emoji, on), open(item), remove(item), menu(item, button, withActions),
   * retryAmendment(id), takeBackAmendment(item)}
   */
  constructor(on) {
    this.on = on;
  }

  build(item) {
    const parts = {
      body: el('div', { className: 'body' }),
      tools: el('ul', { className: 'tools', aria: { label: 'Tools' } }),
      status: el('div', { className: 'foot' }),
      bar: el('div', { className: 'bar', aria: { role: 'toolbar', label: 'Message' }, on: { keydown: moveInBar } }),
      reactions: el('ul', { className: 'reactions', aria: { label: 'Reactions', live: 'off' } }),
    };
    const bubble = el('div', { className: 'bubble' }, parts.body, parts.tools, parts.status, parts.bar);
    const element = Object.assign(el('li', { data: { testid: 'message' } }, bubble, parts.reactions), { parts, signs: new Map() });
    this.update(element, item);
    return element;
  }

  update(element, item) {
    const { author, own, grouped, state } = item;
    const { parts } = element;
    element.className = ['message', own && 'own', grouped && 'grouped', author.kind, state, item.deleted && 'deleted', item.leaving && 'leaving'].filter(Boolean).join(' ');
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
      write(parts.body, item.deleted ? ['Message deleted'] : markdown ? parse(item.text) : parseLinks(item.text));
    });
    parts.tools.hidden = !item.calls?.length;
    reconcile(parts.tools, item.calls ?? [], {
      key: ({ call }) => call,
      signature: (call) => JSON.stringify([call, item.mayDecide, item.asker]),
      build: (call) => this.#tool(item, call),
    });
    this.#part(element, 'status', statusSign(item), () => parts.status.replaceChildren(...this.#status(item)));
    this.#part(element, 'bar', barSign(item), () => parts.bar.replaceChildren(...this.#bar(element, item)));
    parts.reactions.hidden = !item.reactions?.length;
    reconcile(parts.reactions, item.reactions?.length ? [...item.reactions, { emoji: 'more', names: [], seq: item.seq }] : [], {
      key: ({ emoji }) => emoji,
      signature: JSON.stringify,
      build: (chip) => (chip.emoji === 'more' ? this.#moreReactions(element) : this.#chip(chip)),
      update: updateChip,
    });
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
        return [
          text && line(item.reason === 'failed' ? 'problem' : '', text),
          item.editedAt && line('', editedMark(item.editedAt)),
          item.amendment && this.#amendment(item),
        ].filter(Boolean);
      }
    }
  }

  /** How far what the user asked of this message is. */
  #amendment(item) {
    const { id, type, state, why, error, canDiscard } = item.amendment;
    const discard = (label) => button(label, () => this.on.takeBackAmendment(id, false), 'amendment-discard');
    if (state === 'failed') {
      const again = type === 'edit'
        ? button(item.deleted ? 'Use the text' : 'Edit again', () => this.on.takeBackAmendment(id, true), 'amendment-again')
        : !item.deleted && button('Try again', () => this.on.retryAmendment(id), 'amendment-again');
      return line('problem amendment', `${NOT_DONE.get(type)}: ${error} `, again, discard('Discard'));
    }
    return why
      ? line('amendment', `${NOT_DONE.get(type)} yet: ${why} `, canDiscard && discard('Discard'))
      : line('amendment', type === 'delete' ? 'Deleting…' : 'Saving…');
  }

  /**
   * One stop for Tab; arrows move in it. Where nothing hovers only the last is shown, and has all the others in
   * its menu.
   */
  #bar(element, item) {
    if (item.state !== 'stored' || item.deleted) {
      return [];
    }
    const now = () => element.item ?? item;
    const tool = (name, label, testid, act) => el('button', {
      type: 'button', className: `quiet ${testid}`, title: label, tabIndex: -1, data: { testid }, aria: { label }, on: { click: act },
    }, icon(name));
    const menu = (name, label, testid, withActions) => {
      const opener = tool(name, label, testid, () => this.on.menu(now(), opener, withActions));
      opener.setAttribute('aria-haspopup', 'menu');
      opener.setAttribute('aria-expanded', 'false');
      return opener;
    };
    const tools = [
      menu('react', 'React', 'react-button', false),
      tool('reply', `Reply to ${item.own ? 'yourself' : item.author.name}`, 'reply-button', () => this.on.reply(now())),
      item.mayEdit && tool('edit', 'Edit', 'open-editor', () => this.on.open(now())),
      item.mayDelete && tool('delete', 'Delete', 'delete-button', () => this.on.remove(now())),
      menu('more', 'More', 'menu-button', true),
    ].filter(Boolean);
    tools[0].tabIndex = 0;
    tools.at(-1).tabIndex = 0; // the other is not shown where this one is
    return tools;
  }

  #chip(chip) {
    const toggle = el('button', { type: 'button', className: 'chip', data: { testid: 'reaction', emoji: chip.emoji } },
      el('span', { className: 'emoji', aria: { hidden: true } }, chip.emoji), el('span', { className: 'count', aria: { hidden: true } }));
    const element = el('li', {}, toggle);
    toggle.addEventListener('click', () => this.on.react(element.item.seq, element.item.emoji, !element.item.own));
    updateChip(element, chip);
    return element;
  }

  #moreReactions(message) {
    const opener = el('button', {
      type: 'button', className: 'chip', title: 'Add a reaction', data: { testid: 'add-reaction' },
      aria: { label: 'Add a reaction', haspopup: 'menu', expanded: false },
      on: { click: () => this.on.menu(message.item, opener, false) },
    }, icon('react'));
    return el('li', {}, opener);
  }
}

/** Changes whenever the element must; what is the same object is not asked. */
export function signature({ kind, ts, ...item }) {
  return kind === 'day' ? 'day' : JSON.stringify([time.format(ts), item]);
}

/** What the foot of a message depends on. */
function statusSign({ state, id, turn, why, error, canEdit, canRepeat, reason, editedAt, deleted, mayDecide, amendment }) {
  return [state, id, turn, why, error, canEdit, canRepeat, reason, editedAt, deleted, mayDecide, amendment];
}

const barSign = ({ state, deleted, mayEdit, mayDelete, author }) => [state, deleted, mayEdit, mayDelete, author.name];

/** In place, so that a chip keeps the focus while its count changes. */
function updateChip(element, { emoji, count, own, names }) {
  if (emoji !== 'more') {
    const toggle = element.firstChild;
    const who = whoReacted(names, count);
    toggle.setAttribute('aria-pressed', String(own));
    toggle.setAttribute('aria-label', `${emoji}, ${count}: ${who}`);
    toggle.title = who;
    toggle.lastChild.textContent = String(count);
  }
  return true;
}

function whoReacted(names, count) {
  const others = count - names.length;
  const all = others > 0 ? [...names, `${others} ${others === 1 ? 'other' : 'others'}`] : names;
  return all.length > 1 ? `${all.slice(0, -1).join(', ')} and ${all.at(-1)}` : all.join('');
}

/** Left and right, as in every toolbar; the buttons that are not shown are no stops. */
function moveInBar(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  const shown = [...event.currentTarget.children].filter((tool) => tool.offsetParent !== null);
  const at = shown.indexOf(document.activeElement);
  if (step && at >= 0) {
    event.preventDefault();
    shown[(at + step + shown.length) % shown.length].focus();
  }
}

function head({ own, author, ts }) {
  return el('div', { className: 'head' },
    el('span', { className: 'author' }, own ? 'You' : author.name),
    el('time', { dateTime: new Date(ts).toISOString() }, time.format(ts)));
}

function ending({ reason, error }) {
  const texts = {
    __proto__: null, // reasons come from outside
    cancelled: 'Stopped',
    length: 'Cut off: the answer got too long',
    failed: `The answer failed${error ? `: ${error.error ?? error}` : ''}`,
  };
  return texts[reason] ?? null;
}

const editedMark = (at) =>
  el('time', { className: 'edited', dateTime: new Date(at).toISOString(), title: `Edited ${moment.format(at)}`, data: { testid: 'edited' } },
    `(edited ${time.format(at)})`);

const line = (kind, ...children) => el('div', { className: `status ${kind}`.trim() }, ...children.filter(Boolean));

const button = (label, action, testid, className = 'quiet') =>
  el('button', { type: 'button', className, data: { testid }, on: { click: action } }, label);
