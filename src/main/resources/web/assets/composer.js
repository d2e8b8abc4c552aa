import { byId, el } from './dom.js';

const MENTION = /(^|\s)@([^\s@]*)$/;

/** The place to write: Enter sends, Shift+Enter breaks the line, @ offers names. */
export class Composer {
  #input = byId('composer');
  #menu = byId('mentions');
  #names = [];
  #picked = 0;
  #replyTo = null;
  #drafts = new Map();
  #room = null;

  /** @param on {say(text, replyTo), typing(on), names()} */
  constructor(on) {
    this.on = on;
    byId('composer-form').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send();
    });
    byId('reply-cancel').addEventListener('click', () => this.reply(null));
    this.#input.addEventListener('keydown', (event) => this.#key(event));
    this.#input.addEventListener('input', () => {
      this.#changed();
      on.typing(this.#input.value.trim() !== '');
    });
    this.#input.addEventListener('blur', () => this.#offer([]));
  }

  /** Each room keeps what was begun there. */
  show(room) {
    if (this.#room !== room.name) {
      this.#drafts.set(this.#room, this.#input.value);
      this.#room = room.name;
      this.#input.value = this.#drafts.get(room.name) ?? '';
      this.reply(null);
      this.#changed();
    }
    const refused = room.phase === 'refused';
    this.#input.disabled = byId('send-button').disabled = refused;
    this.#input.placeholder = room.name === 'assistant:me' ? 'Ask the assistant…' : 'Message, or @assistant to ask…';
  }

  reply(item) {
    this.#replyTo = item && String(item.seq);
    byId('reply-bar').hidden = !item;
    byId('reply-text').textContent = item ? `Reply to ${item.own ? 'yourself' : item.author.name}: ${item.text.slice(0, 120)}` : '';
    if (item) {
      this.focus();
    }
  }

  /** Not by itself on a touch screen, where it would bring up the keyboard. */
  focus() {
    if (!matchMedia('(pointer: coarse)').matches) {
      this.#input.focus();
    }
  }

  #send() {
    const text = this.#input.value.trim();
    if (text !== '') {
      this.#input.value = '';
      this.on.say(text, this.#replyTo);
      this.reply(null);
      this.#changed();
    }
    this.focus();
  }

  #changed() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, 200)}px`;
    const begun = MENTION.exec(this.#input.value.slice(0, this.#input.selectionStart));
    const start = begun?.[2].toLowerCase();
    this.#offer(begun ? this.on.names().filter((name) => name.toLowerCase().startsWith(start)).slice(0, 6) : []);
  }

  #key(event) {
    const offered = this.#names.length > 0;
    if (event.isComposing) {
      return; // Enter belongs to the input method
    }
    if (offered && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#offer(this.#names, (this.#picked + step + this.#names.length) % this.#names.length);
    } else if (offered && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      this.#insert(this.#names[this.#picked]);
    } else if (event.key === 'Escape') {
      offered ? this.#offer([]) : this.reply(null);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  #offer(names, picked = 0) {
    this.#names = names;
    this.#picked = picked;
    this.#menu.hidden = names.length === 0;
    this.#input.setAttribute('aria-expanded', String(names.length > 0));
    this.#menu.replaceChildren(...names.map((name, i) => el('li', {
      id: `mention-${i}`,
      aria: { role: 'option', selected: i === picked },
      // mousedown, because the click would come after the blur that closes the menu
      on: { mousedown: (event) => (event.preventDefault(), this.#insert(name)) },
    }, `@${name}`)));
    if (names.length > 0) {
      this.#input.setAttribute('aria-activedescendant', `mention-${picked}`);
    } else {
      this.#input.removeAttribute('aria-activedescendant');
    }
  }

  #insert(name) {
    const end = this.#input.selectionStart;
    const before = this.#input.value.slice(0, end).replace(MENTION, (_, space) => `${space}@${name} `);
    this.#input.value = before + this.#input.value.slice(end).trimStart();
    this.#input.setSelectionRange(before.length, before.length);
    this.#changed();
  }
}
