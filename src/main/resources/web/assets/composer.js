import { avatar, byId, el, setText } from './dom.js';
import { matching } from './mentions.js';

const MENTION = /(^|\s)@([^\s@]*)$/;
const HEIGHT_MOST_PX = 200;

/** The place to write: Enter sends, Shift+Enter breaks the line, @ offers names. What cannot be sent stays in it. */
export class Composer {
  #input = byId('composer');
  #menu = byId('mentions');
  #offered = [];
  #picked = 0;
  #replyTo = null;
  #drafts = new Map();
  #room = null;
  #closed = false;

  /** @param on {say(text, replyTo): problem, problemWith(text, replyTo): problem, typing(on), names(), editLast()} */
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
  show(room, assistants) {
    this.#closed = room.phase === 'refused';
    if (this.#room !== room.name) {
      this.#drafts.set(this.#room, { text: this.#input.value, replyTo: this.#replyTo, replyText: byId('reply-text').textContent });
      this.#room = room.name;
      const draft = this.#drafts.get(room.name);
      this.#input.value = draft?.text ?? '';
      this.#answer(draft?.replyTo ?? null, draft?.replyText ?? '');
      this.#changed();
    }
    this.#input.readOnly = this.#closed; // what was written there can still be copied
    byId('send-button').disabled = this.#closed || this.#cannotBeSent();
    setText('closed-note', this.#closed ? room.refusal : '');
    const hint = room.isDeleted ? 'This room was deleted' : this.#closed ? 'This room is closed to you'
      : room.name === 'assistant:me' ? 'Ask the assistant…'
        : assistants.length > 0 ? `Message, or @${assistants[0]} to ask…` : 'Message…';
    if (this.#input.placeholder !== hint) {
      this.#input.placeholder = hint;
    }
  }

  reply(item) {
    this.#answer(item && String(item.seq),
      item ? `Reply to ${item.own ? 'yourself' : item.author.name}: ${item.text.slice(0, 120)}` : '');
    if (item) {
      this.focus();
    }
  }

  /** A message that was not sent comes back, before whatever is being written. */
  take({ text, replyTo }) {
    const begun = this.#input.value;
    this.#input.value = begun.trim() === '' ? text : `${text}\n${begun}`;
    if (replyTo) {
      this.#answer(replyTo, 'Reply to an earlier message');
    }
    this.#changed();
    this.#input.focus();
  }

  /** Nothing of this user's stays. */
  forget() {
    this.#drafts.clear();
    this.#room = null;
    this.#input.value = '';
    this.reply(null);
    this.#changed();
  }

  /** Not by itself on a touch screen, where it would bring up the keyboard. */
  focus() {
    if (!matchMedia('(pointer: coarse)').matches) {
      this.#input.focus();
    }
  }

  #answer(replyTo, text) {
    this.#replyTo = replyTo;
    byId('reply-bar').hidden = replyTo === null;
    byId('reply-text').textContent = text;
  }

  #send() {
    const text = this.#input.value.trim();
    if (text !== '' && !this.#closed) {
      const problem = this.on.say(text, this.#replyTo);
      this.#tell(problem);
      if (problem === null) {
        this.#input.value = '';
        this.reply(null);
        this.#changed();
      }
    }
    this.focus();
  }

  #cannotBeSent() {
    const text = this.#input.value.trim();
    const problem = text === '' ? null : this.on.problemWith(text, this.#replyTo);
    this.#tell(problem);
    return problem !== null;
  }

  #tell(problem) {
    setText('composer-problem', problem ?? '');
    this.#input.setAttribute('aria-invalid', String(problem !== null));
  }

  #changed() {
    this.#input.style.height = 'auto';
    this.#input.style.height = `${Math.min(this.#input.scrollHeight, HEIGHT_MOST_PX)}px`;
    byId('send-button').disabled = this.#closed || (this.#room !== null && this.#cannotBeSent());
    const begun = MENTION.exec(this.#input.value.slice(Math.max(0, this.#input.selectionStart - 130), this.#input.selectionStart));
    this.#offer(begun ? matching(this.on.names(), begun[2]) : []);
  }

  #key(event) {
    const offers = this.#offered.length > 0;
    if (event.isComposing) {
      return; // Enter belongs to the input method
    }
    if (offers && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      const step = event.key === 'ArrowDown' ? 1 : -1;
      this.#offer(this.#offered, (this.#picked + step + this.#offered.length) % this.#offered.length);
    } else if (offers && !event.shiftKey && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      this.#insert(this.#offered[this.#picked].name);
    } else if (event.key === 'ArrowUp' && this.#input.value === '' && !this.#closed) {
      event.preventDefault();
      this.on.editLast();
    } else if (event.key === 'Escape') {
      offers ? this.#offer([]) : this.reply(null);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  /** A text field cannot be told to be expanded, so what is offered is said. */
  #offer(offered, picked = 0) {
    const opens = offered.length > 0 && offered !== this.#offered;
    this.#offered = offered;
    this.#picked = picked;
    this.#menu.hidden = offered.length === 0;
    this.#menu.replaceChildren(...offered.map(({ id, name, kind }, i) => el('li', {
      id: `mention-${i}`,
      aria: { role: 'option', selected: i === picked },
      // mousedown, because the click would come after the blur that closes the menu
      on: { mousedown: (event) => (event.preventDefault(), this.#insert(name)) },
    }, avatar({ id: id ?? name, name, kind }), el('span', { className: 'name' }, `@${name}`),
    kind === 'assistant' ? el('span', { className: 'muted' }, 'assistant') : null)));
    if (opens) {
      setText('mentions-said', `${offered.length} ${offered.length === 1 ? 'name' : 'names'} to mention: up and down to choose, Enter to take`);
    } else if (offered.length === 0) {
      setText('mentions-said', '');
    }
    if (offered.length > 0) {
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
